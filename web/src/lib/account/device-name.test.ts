// What devices are called in the list of devices.
import { expect, test } from 'vitest';
import { deviceName } from './device-name';

test.each([
  ['Firefox on Android', 'Firefox', 'Android'],
  ['Samsung Internet on Android', 'Samsung Internet', 'Android'],
  ['curl', 'curl', undefined],
  ['', undefined, undefined],
])('%j', (label, program, system) => {
  expect(deviceName(label)).toEqual({ program, system });
});
