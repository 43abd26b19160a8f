// The system's own browsers, with cameras and microphones made up.

import { firefox, type Browser } from '@playwright/test';

/** Debian's Chromium, or the one named. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

/** What makes Chromium quiet, and keeps it from calling home. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
  // Machines without a network, such as containers, have nothing but loopback to offer as a candidate.
  '--allow-loopback-in-peer-connection',
];

/** A camera that shows a clock and a microphone that beeps, both given without asking. */
export const CHROMIUM_ARGUMENTS = [
  ...QUIET,
  '--use-fake-device-for-media-stream=fps=15',
  '--use-fake-ui-for-media-stream',
];

/** Devices are there, and every question about them is answered with no. */
export const CHROMIUM_ARGUMENTS_REFUSING = [
  ...QUIET,
  '--use-fake-device-for-media-stream',
  '--deny-permission-prompts',
];

/**
 * Firefox ESR as it is installed; its channel name makes Playwright speak BiDi with it. What is saved lies in
 * `downloadsPath` under its name: Firefox does not tell of downloads that begin without a navigation.
 */
export function launchFirefox(downloadsPath?: string): Promise<Browser> {
  return firefox.launch({
    ...(downloadsPath === undefined ? {} : { downloadsPath }),
    channel: 'moz-firefox',
    executablePath: FIREFOX,
    firefoxUserPrefs: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.autoplay.default': 0,
      // Where nothing can sound, Firefox plays only what is silent.
      'media.default_volume': '0.0',
      // The list of downloads would open and take the keys away from the page.
      'browser.download.alwaysOpenPanel': false,
      'media.gmp-manager.updateEnabled': false,
      'intl.accept_languages': 'en-US',
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      'toolkit.telemetry.enabled': false,
      'datareporting.policy.dataSubmissionEnabled': false,
      'dom.push.connection.enabled': false,
    },
  });
}
