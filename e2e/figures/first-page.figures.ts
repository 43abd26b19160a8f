// What the first page costs, by the browser's own clock and by Lighthouse's reckoning.

import { test } from '../fixtures.ts';
import { firstVisit } from '../first-visit.ts';
import { Inspector, type Device, type Verdict } from '../lighthouse.ts';
import { load, publish, type Figure } from './publish.ts';

const VISITS = 9;
const LOOKS = 5;

test('the first page', async ({ house, profile }) => {
  const before = load();
  const visits: Awaited<ReturnType<typeof firstVisit>>[] = [];
  for (let turn = 0; turn < VISITS; turn += 1) visits.push(await firstVisit(await profile(), house.url));
  const figures: Figure[] = [
    {
      name: 'first-page.visit',
      work: 'somebody who has never been here comes to the door, on the loopback',
      load: [before, load()],
      quantities: [
        { name: 'bytes over the line', unit: 'kB', values: visits.map(({ bytes }) => bytes / 1000), atMost: 200 },
        { name: 'time until the name can be typed', unit: 'ms', values: visits.map(({ readyMs }) => readyMs), atMost: 1000 },
      ],
    },
  ];
  for (const device of ['desk', 'phone'] as const) figures.push(await inspected(house.url, device));
  await publish(figures, 'first-page');
});

async function inspected(url: string, device: Device): Promise<Figure> {
  const before = load();
  const verdicts: Verdict[] = [];
  const inspector = await Inspector.open();
  for (let look = 0; look < LOOKS; look += 1) verdicts.push(await inspector.inspect(url, device));
  await inspector.close();
  const of = (name: keyof Verdict['scores']) => verdicts.map(({ scores }) => scores[name]);
  return {
    name: `first-page.lighthouse.${device}`,
    work: device === 'desk' ? 'Lighthouse reckons with a line of 10 Mbit/s and 40 ms' : 'Lighthouse reckons with a phone four times slower than this machine, and a line of 1.6 Mbit/s and 150 ms',
    load: [before, load()],
    quantities: [
      { name: 'performance', unit: 'of 100', values: of('performance'), atLeast: 95 },
      { name: 'accessibility', unit: 'of 100', values: of('accessibility'), atLeast: 95 },
      { name: 'best practices', unit: 'of 100', values: of('best-practices'), atLeast: 95 },
      { name: 'time until something is seen', unit: 'ms', values: verdicts.map(({ firstPaintMs }) => firstPaintMs) },
      { name: 'time until it answers at once', unit: 'ms', values: verdicts.map(({ interactiveMs }) => interactiveMs), ...(device === 'desk' ? { atMost: 1000 } : {}) },
    ],
  };
}
