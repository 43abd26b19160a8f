// The accessible names by which tests find things. The English ones are a contract with everybody who drives the app
// from outside, so they stand here in full; the Chinese ones are the client's own.

import { messages as zh } from '../../web/src/lib/i18n/zh/index.ts';

const ENGLISH = {
  yourName: 'Your name',
  enter: 'Enter',
  people: 'People',
  message: 'Message',
  send: 'Send',
  messages: 'Messages',
  voiceCall: 'Voice call',
  videoCall: 'Video call',
  accept: 'Accept',
  decline: 'Decline',
  hangUp: 'Hang up',
  mute: 'Mute',
  unmute: 'Unmute',
  cameraOff: 'Turn camera off',
  cameraOn: 'Turn camera on',
  you: 'You',
  callWith: (name: string) => `Call with ${name}`,
};

export type Words = typeof ENGLISH;

const CHINESE: Words = {
  yourName: zh['enter.name'],
  enter: zh['enter.button'],
  people: zh['people.nav'],
  message: zh['compose.message'],
  send: zh['compose.send'],
  messages: zh['messages.list'],
  voiceCall: zh['call.voice'],
  videoCall: zh['call.video'],
  accept: zh['call.accept'],
  decline: zh['call.decline'],
  hangUp: zh['call.hangUp'],
  mute: zh['call.mute'],
  unmute: zh['call.unmute'],
  cameraOff: zh['call.cameraOff'],
  cameraOn: zh['call.cameraOn'],
  you: zh['call.you'],
  callWith: (name) => zh['call.with'].replace('{name}', name),
};

export function words(language: 'en' | 'zh' = 'en'): Words {
  return language === 'zh' ? CHINESE : ENGLISH;
}
