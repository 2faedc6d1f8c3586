import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { launchChromium } from '@holdfast/tools/browser';
import type { Browser, Page } from 'playwright-core';
import { type BrowserPerson, newPerson } from './support/browser-person.ts';
import { checkPage } from './support/check-page.ts';
import { enrol, signIn, signOut } from './support/doing.ts';
import { startNode, type TestNode } from './support/node.ts';
import { chapters } from './support/story.ts';

/** Synced passkeys have no counter; the authenticators of Chromium have one, which a copy would set back. */
const policy = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    sync_allowed: true
    on_counter_regression: warn
    on_new_trust_group_key: step_up
`;

/** A synced passkey turns up on a device that nothing ties to those of its owner: a copy, or a new phone. */
describe('a synced passkey on a device that nobody knows', () => {
  const chapter = chapters(() => browser);
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-groups-'));
  let node: TestNode;
  let browser: Browser;
  let ada: BrowserPerson;
  let adaDevice = '';
  let other: BrowserPerson;

  before(async () => {
    const file = path.join(folder, 'policy.yaml');
    writeFileSync(file, policy);
    node = await startNode({ HOLDFAST_POLICY_FILE: file });
    browser = await launchChromium({ blinkFeatures: ['WebAuthenticationCmtgKey'] });
  });
  after(async () => {
    await browser?.close();
    await node?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
  const check = async (page: Page) => {
    await checkPage(page);
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  const account = async () => {
    await ada.page.goto(`${node.origin}/account`);
    await ada.page.getByRole('heading', { name: 'Your passkeys' }).waitFor();
  };
  /** Tries to sign in elsewhere with the copy, and is kept out. */
  const keptOut = async () => {
    await other.page.goto(`${node.origin}/`);
    await button(other.page, 'Sign in with a passkey').click();
    await other.page.getByText('This device is new to your passkey').waitFor();
    await other.page.getByText(/Sign in with another passkey, or on a device where you used this one before/).waitFor();
    assert.equal(await button(other.page, 'Sign out').count(), 0);
  };

  chapter('its first device is known from the moment the passkey is made', async () => {
    assert.ok(node.firstLink, node.output());
    ada = await newPerson(browser);
    adaDevice = await ada.plugIn('syncedInGroups');
    await enrol(ada.page, node.firstLink);
    await button(ada.page, 'Not now').click();
    await account();
    await ada.page.getByText('Seen on 1 device group').waitFor();
    await signOut(ada.page);
    await signIn(ada.page, node.origin);
    await account();
    await ada.page.getByText('Seen on 1 device group').waitFor();
    assert.equal(await ada.page.getByText('Was this you?').count(), 0);
  });

  chapter('a copy on another device is kept out, and told what to do', async () => {
    other = await newPerson(browser);
    const device = await other.plugIn('syncedInGroups');
    await other.putInto(device, await ada.secretsOf(adaDevice));
    await keptOut();
    await check(other.page);
  });

  chapter('its owner says that this was not them, and is advised to remove the passkey', async () => {
    await account();
    await ada.page.getByText('Was this you?').waitFor();
    await check(ada.page);
    await button(ada.page, /^No, this was not me/).click();
    await button(ada.page, 'It was not me').click();
    await ada.page.getByText(/The device stays locked out.*then remove this one/).waitFor();
    assert.equal(await ada.page.getByText('Was this you?').count(), 0);
    await keptOut();
  });

  chapter('a copy that hides its device cannot let the other one in', async () => {
    const hiding = await newPerson(browser);
    const device = await hiding.plugIn('synced');
    await hiding.putInto(device, await ada.secretsOf(adaDevice));
    await signIn(hiding.page, node.origin);
    await hiding.page.goto(`${node.origin}/account`);
    await button(hiding.page, /^Yes, this was me/).click();
    await button(hiding.page, 'Let it in').click();
    await hiding.page.getByText('A new device cannot be confirmed with the passkey that it uses.').waitFor();
    await button(hiding.page, 'Confirm with a passkey').click();
    await hiding.page.getByRole('alert').getByText('A new device cannot be confirmed').waitFor();
    await button(hiding.page, 'Cancel').click();
    assert.equal(await hiding.page.getByText('Was this you?').count(), 1);
    await hiding.leave();
  });

  chapter('its owner says that this was them, and the device is let in', async () => {
    await account();
    await button(ada.page, /^Yes, this was me/).click();
    await button(ada.page, 'Let it in').click();
    await ada.page.getByText('Seen on 2 device groups').waitFor();
    await signIn(other.page, node.origin);
  });

  chapter('the console lists both groups, and the account tells what happened', async () => {
    await ada.page.goto(`${node.origin}/console/credentials`);
    await ada.page.getByRole('link', { name: 'This computer' }).click();
    const section = ada.page.getByRole('region', { name: 'Device groups' });
    await section.getByRole('table', { name: 'Device groups' }).waitFor();
    assert.equal(await section.getByRole('cell', { name: 'Known', exact: true }).count(), 2);
    await check(ada.page);
    await ada.page.goto(`${node.origin}/account/activity`);
    await ada.page
      .getByText(/was used on a device that nothing ties to the devices it was used on before/)
      .first()
      .waitFor();
    await ada.page.getByText(/says that a new device is not theirs/).waitFor();
    await ada.page.getByText(/A new device of the passkey .* was confirmed by its owner/).waitFor();
  });
});
