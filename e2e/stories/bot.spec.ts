// A program of somebody's own, written from the house's description alone, talks with people; so does one curl.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from '../fixtures.ts';
import { pythonWith } from '../guests/python.ts';
import { PROGRAM, type House } from '../house.ts';

const run = promisify(execFile);

/** What the operator types; the token is all that is printed. */
async function createBot(house: House, name: string): Promise<string> {
  const { stdout } = await run(PROGRAM, ['bot', 'create', name, '--data', house.data]);
  return stdout.trim();
}

test('the description is OpenAPI 3.1 to the letter', async ({ house }) => {
  const answer = await fetch(`${house.url}/api/openapi.json`);
  const validator = new Validator();
  const { valid, errors } = await validator.validate(await answer.json());
  expect(errors).toBeUndefined();
  expect([valid, validator.version]).toEqual([true, '3.1']);
});

test('a bot that knows only the description answers a message', async ({ enter, house }) => {
  const token = await createBot(house, 'Kettle');
  const answered = pythonWith({ BOT_TOKEN: token }, 'bot.py', house.url);
  const ann = await enter('Ann');
  await ann.say('Kettle', 'Is the water hot?');
  await expect(ann.conversation.message('Good day, Ann. You said: Is the water hot?')).toBeVisible();
  await answered;
});

test('a message of one curl stands in the conversation of those who watch', async ({ enter, house }) => {
  const token = await createBot(house, 'Kettle');
  const ask = async (path: string, body: unknown) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`${house.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(201);
    return answer.json();
  };
  const ann = await enter('Ann');
  const people = await fetch(`${house.url}/api/v1/people?q=Ann`, { headers: { authorization: `Bearer ${token}` } });
  const members = [(await people.json()).people[0].id];
  const room = await ask('/api/v1/conversations', { kind: 'group', name: 'Deploys', members });
  const made = await ask(`/api/v1/conversations/${room.id}/hooks`, { name: 'Builder' });
  await ann.open('Deploys');
  await run('curl', ['--silent', '--fail', '--data', '{"text":"Version 7 is out."}', `${house.url}${made.path}`]);
  await expect(ann.conversation.message('Version 7 is out.')).toBeVisible();
});
