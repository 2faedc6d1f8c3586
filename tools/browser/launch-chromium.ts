import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './find-chromium.ts';

export type LaunchOptions = {
  /** Features of Blink that are not on by default, such as `WebAuthenticationCmtgKey`. */
  readonly blinkFeatures?: readonly string[];
};

/** Chromium for tests, with a profile of its own that goes when it is closed. */
export async function launchChromium({ blinkFeatures = [] }: LaunchOptions = {}): Promise<Browser> {
  return await chromium.launch({
    executablePath: await findChromium(),
    headless: true,
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      // A test that changes addresses mid-way must not find a connection that survived.
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...(blinkFeatures.length === 0 ? [] : [`--enable-blink-features=${blinkFeatures.join(',')}`]),
    ],
  });
}
