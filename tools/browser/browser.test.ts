import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { findChromium, type Machine } from './find-chromium.ts';
import { launchChromium } from './launch-chromium.ts';

const APT = '/usr/bin/apt-get';
const OWN = '/cache/playwright/chrome';

type Made = Machine & { readonly ran: string[] };

/** A machine on which `files` can be run, and each command brings the file that `brings` names. */
function machine(
  files: readonly string[],
  brings: Readonly<Record<string, string>> = {},
  more: Partial<Machine> = {},
): Made {
  const present = new Set(files);
  const ran: string[] = [];
  return {
    env: {},
    canRun: (file) => present.has(file),
    isRoot: true,
    playwrightPath: () => OWN,
    run: (program, args) => {
      const command = program === process.execPath ? 'playwright' : `${program} ${args[0]}`;
      ran.push(command);
      const brought = brings[command];
      if (brought !== undefined) present.add(brought);
      return brought !== undefined;
    },
    ...more,
    ran,
  };
}

describe('finding Chromium', () => {
  test('takes the one that was named', async () => {
    const made = machine(['/mine', '/usr/bin/chromium'], {}, { env: { HOLDFAST_CHROMIUM: '/mine' } });
    assert.equal(await findChromium(made), '/mine');
  });
  test('does not replace the one that was named by another', async () => {
    const made = machine(['/usr/bin/chromium'], {}, { env: { HOLDFAST_CHROMIUM: '/mine' } });
    await assert.rejects(findChromium(made), /HOLDFAST_CHROMIUM names \/mine/);
  });
  test('takes the one of the machine before that of Playwright', async () => {
    assert.equal(await findChromium(machine([OWN, '/usr/bin/chromium'])), '/usr/bin/chromium');
    assert.equal(await findChromium(machine([OWN])), OWN);
  });
  test('installs with apt as root', async () => {
    const made = machine([APT], { 'apt-get update': 'lists', 'apt-get install': '/usr/bin/chromium' });
    assert.equal(await findChromium(made), '/usr/bin/chromium');
    assert.deepEqual(made.ran, ['apt-get update', 'apt-get install']);
  });
  test('installs with Playwright where apt may not be used', async () => {
    const made = machine([APT], { playwright: OWN }, { isRoot: false });
    assert.equal(await findChromium(made), OWN);
    assert.deepEqual(made.ran, ['playwright']);
  });
  test('installs with Playwright where apt fails', async () => {
    const made = machine([APT], { playwright: OWN });
    assert.equal(await findChromium(made), OWN);
    assert.deepEqual(made.ran, ['apt-get update', 'playwright']);
  });
  test('says how to get one when none can be had', async () => {
    await assert.rejects(findChromium(machine([])), /npx playwright-core install/);
  });
});

describe('the Chromium of this machine', () => {
  test('opens a page and has passkeys', async () => {
    const browser = await launchChromium({ blinkFeatures: ['WebAuthenticationCmtgKey'] });
    try {
      const page = await browser.newPage();
      assert.equal(await page.evaluate('typeof PublicKeyCredential'), 'undefined', 'about:blank is no secure context');
      await page.route('http://localhost/', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<h1>Here</h1>' }),
      );
      await page.goto('http://localhost/');
      assert.equal(await page.getByRole('heading', { name: 'Here' }).count(), 1);
      assert.equal(await page.evaluate('typeof PublicKeyCredential.parseCreationOptionsFromJSON'), 'function');
    } finally {
      await browser.close();
    }
  });
});
