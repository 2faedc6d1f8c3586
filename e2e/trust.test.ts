import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { launchChromium } from '@holdfast/tools/browser';
import type { Browser, Page } from 'playwright-core';
import { type BrowserPerson, newPerson } from './support/browser-person.ts';
import { checkPage } from './support/check-page.ts';
import { newDevice } from './support/devices.ts';
import { addPerson, enrol } from './support/doing.ts';
import { anchorsPem, blobs } from './support/metadata.ts';
import { startNode, type TestNode } from './support/node.ts';
import { newPersonWithPocket, type Pocket } from './support/pocket.ts';
import { chapters } from './support/story.ts';
import { lookAtFile } from './support/trust-screens.ts';

/** A model is revoked and taken back. Two people have it: one with another way in, one without. */
describe('a model is revoked, and the revocation is withdrawn', () => {
  const chapter = chapters(() => browser);
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-trust-'));
  const fortress = newDevice('fortressKey');
  const laptop = newDevice('windowsHello');
  const yubiKey = newDevice('yubiKey');
  const onlyKey = newDevice('fortressKey');
  let node: TestNode;
  let browser: Browser;
  let admin: BrowserPerson;
  let pia: BrowserPerson & Pocket;
  let quinn: BrowserPerson & Pocket;

  before(async () => {
    const anchors = path.join(folder, 'anchors.pem');
    writeFileSync(anchors, anchorsPem);
    node = await startNode({
      HOLDFAST_MDS_ANCHORS_FILE: anchors,
      HOLDFAST_MDS_URL: 'off',
      HOLDFAST_ANDROID_STATUS_URL: 'off',
    });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await node?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
  const go = (page: Page, to: string) => page.goto(`${node.origin}${to}`);
  const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor();
  const signIn = async ({ page }: BrowserPerson) => {
    await go(page, '/');
    await button(page, 'Sign in with a passkey').click();
  };
  /** The page as everybody sees it, at both widths and in both schemes. */
  const check = async (page: Page) => {
    await checkPage(page);
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  /** Chooses a file, reads what it would change, and puts it into use. */
  const importFile = async (name: string, text: string, wouldChange: readonly string[]) => {
    await go(admin.page, '/console/trust/import');
    await lookAtFile(admin.page, name, text);
    await admin.page.getByText('Nothing is changed yet.').waitFor();
    for (const change of wouldChange) await admin.page.getByText(change, { exact: false }).first().waitFor();
    await button(admin.page, 'Put it into use').click();
    await admin.page.getByText('It is in use', { exact: true }).waitFor();
    if (name === 'mds-142.jwt') await check(admin.page);
    await admin.page.getByRole('link', { name: 'See how far that is' }).click();
    await title(admin.page, 'Judged again');
    await admin.page.getByText('Done', { exact: true }).first().waitFor();
  };
  /** A number of the newest run, once it has ended. */
  const came = (name: string, number: number) =>
    admin.page
      .locator('dl > div')
      .filter({ has: admin.page.getByText(name, { exact: true }) })
      .getByText(String(number), { exact: true })
      .waitFor();

  chapter('the administrator imports the metadata of a calm day and finds its models', async () => {
    assert.ok(node.firstLink, node.output());
    admin = await newPerson(browser);
    await admin.plugIn('platform');
    await enrol(admin.page, node.firstLink);
    await importFile('mds-141.jwt', blobs.calm(), ['Would come into use', 'No. 141']);
    await go(admin.page, '/console/trust');
    await admin.page.getByText('No. 141', { exact: false }).waitFor();
    // It is older than it promised to be, and believed all the same.
    await admin.page.getByText('Stale', { exact: true }).waitFor();
    await admin.page.getByText('What is here stays in use, but it is older than promised', { exact: false }).waitFor();
    await admin.page.getByRole('navigation', { name: 'Parts of Trust' }).getByRole('link', { name: 'Models' }).click();
    await admin.page.getByRole('link', { name: 'Fortress F2 Security Key' }).click();
    await title(admin.page, 'Fortress F2 Security Key');
    await admin.page.getByText('FIDO certified, level 1').first().waitFor();
  });

  chapter('two people enrol keys whose maker signs for them', async () => {
    const links = [];
    for (const [username, name] of [
      ['pia', 'Pia Berg'],
      ['quinn', 'Quinn Abara'],
    ] as const) {
      links.push(await addPerson(admin.page, node.origin, { username, name }));
    }
    [pia, quinn] = [await newPersonWithPocket(browser, node.origin), await newPersonWithPocket(browser, node.origin)];
    pia.take(fortress);
    await enrol(pia.page, links[0] ?? '', 'Fortress key');
    pia.take(laptop);
    await button(pia.page, 'Add a passkey').click();
    await button(pia.page, 'Create a passkey').click();
    await pia.page.getByLabel('Passkey name').fill('Laptop');
    await button(pia.page, 'Save passkey').click();
    await pia.page.getByRole('link', { name: 'Continue' }).click();
    await pia.page.getByText('Attested').waitFor();
    quinn.take(onlyKey);
    await enrol(quinn.page, links[1] ?? '', 'My only key');
  });

  chapter('what is older, forged or no metadata at all is refused by name, and nothing changes', async () => {
    await go(admin.page, '/console/trust/import');
    for (const [name, text, why] of [
      ['page.html', '<!doctype html><title>Guest network</title>', /HTML page/],
      ['forged.jwt', `${blobs.revoking().slice(0, -8)}AAAAAAAA`, /signature/i],
    ] as const) {
      await lookAtFile(admin.page, name, text);
      await admin.page.getByRole('alert').getByText('This file was not taken, and nothing was changed').waitFor();
      await admin.page.getByRole('alert').getByText(why).waitFor();
    }
    await lookAtFile(admin.page, 'mds-141.jwt', blobs.calm());
    await admin.page.getByText('It holds nothing that is not in use already.').waitFor();
    assert.equal(await button(admin.page, 'Put it into use').count(), 0);
  });

  chapter('metadata in which the model is revoked says whom it concerns, and sets their passkeys aside', async () => {
    await importFile('mds-142.jwt', blobs.revoking(), [
      'Speaks against a model',
      'Fortress F2 Security Key: new report REVOKED',
      '2 passkeys of yours',
      'No. 141 → No. 142',
    ]);
    await came('Set aside', 2);
    await came('Accepted again', 0);
    await go(admin.page, '/console/trust');
    await admin.page.getByText('Fresh', { exact: true }).waitFor();
  });

  chapter('the quarantine says who cannot get in', async () => {
    await go(admin.page, '/console');
    await admin.page.getByRole('link', { name: '1 person cannot get in' }).click();
    await title(admin.page, 'Quarantine');
    const row = admin.page.getByRole('row').filter({ hasText: 'Quinn Abara' });
    await row.getByText('No other way in').waitFor();
    assert.equal(await admin.page.getByRole('row').filter({ hasText: 'Pia Berg' }).count(), 0);
    await button(admin.page, 'Remove filter Way in: No other way in').click();
    await admin.page.getByRole('row').filter({ hasText: 'Pia Berg' }).getByText('Another way in').waitFor();
    await admin.page.getByRole('link', { name: 'Fortress key' }).click();
    await title(admin.page, 'Fortress key');
    await admin.page.getByText('Revoked', { exact: true }).waitFor();
    await admin.page.getByText('refused_statuses').waitFor();
    await admin.page.getByText('The rules refuse this passkey, so it cannot be released.').waitFor();
    await admin.page.getByRole('link', { name: 'Fortress F2 Security Key' }).click();
    await title(admin.page, 'Fortress F2 Security Key');
    await admin.page.getByRole('heading', { name: 'Open problems' }).waitFor();
  });

  chapter('the person is told at sign-in which passkey it is, what is wrong and which one works', async () => {
    await go(pia.page, '/account');
    await button(pia.page, 'Sign in with a passkey').waitFor();
    pia.take(fortress);
    await signIn(pia);
    await pia.page.getByText('This passkey cannot be used now').waitFor();
    await pia.page.getByText('Your passkey “Fortress key” cannot be used now:', { exact: false }).waitFor();
    await pia.page.getByText('Sign in with “Laptop”', { exact: false }).waitFor();
    await check(pia.page);
  });

  chapter('on the account page it stands first, and is replaced step by step', async () => {
    pia.take(laptop);
    await signIn(pia);
    await title(pia.page, 'Passkeys');
    const panel = pia.page.getByRole('region', { name: '“Fortress key” is set aside' });
    await panel.getByText('You can go on signing in with “Laptop”.').waitFor();
    assert.equal(await button(pia.page, /^Remove “Fortress key”$/).count(), 0, 'not before there is another');
    pia.take(yubiKey);
    await panel.getByRole('button', { name: 'Add a passkey that fits' }).click();
    await button(pia.page, 'Create a passkey').click();
    await pia.page.getByLabel('Passkey name').fill('New key');
    await button(pia.page, 'Save passkey').click();
    const remove = panel.getByRole('button', { name: 'Remove “Fortress key”' });
    await remove.waitFor();
    await check(pia.page);
    await remove.click();
    pia.take(laptop);
    await button(pia.page, 'Remove passkey').click();
    await pia.page.getByText('All is well. “Fortress key” is removed', { exact: false }).waitFor();
    await pia.page.getByText('You have what your organisation asks for').waitFor();
    assert.equal(await panel.count(), 0);
  });

  chapter('somebody whose only passkey it is hears whom to ask', async () => {
    await signIn(quinn);
    await quinn.page.getByText('you have no other passkey that can be used', { exact: false }).waitFor();
  });

  chapter('when the report is withdrawn, the passkey works again by itself', async () => {
    await importFile('mds-143.jwt', blobs.mending(), ['No longer speaks against a model', '1 passkey of yours']);
    await came('Accepted again', 1);
    await go(admin.page, '/console/credentials/quarantine');
    await admin.page.getByText('Nothing is set aside').waitFor();
    await signIn(quinn);
    await title(quinn.page, 'Passkeys');
    assert.equal(await quinn.page.getByText('is set aside', { exact: false }).count(), 0);
  });

  chapter('the history compares what was in use, and every status change is on record', async () => {
    await go(admin.page, '/console/trust/changes');
    await admin.page.getByRole('heading', { name: 'What changed from No. 142 to No. 143' }).waitFor();
    await admin.page.getByRole('link', { name: /changes of No. 142/ }).click();
    await admin.page.getByRole('heading', { name: 'What changed from No. 141 to No. 142' }).waitFor();
    await go(admin.page, '/console/events?q=type:passkey.restored');
    await admin.page.getByText('My only key', { exact: false }).first().waitFor();
    assert.doesNotMatch(node.output(), /"level":"error"/);
  });
});

/** The source answers with something else than metadata, then not at all, then as it should. */
describe('a source of metadata that fails', () => {
  const chapter = chapters(() => browser);
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-source-'));
  let answer: (response: ServerResponse) => void = (response) => response.destroy();
  const source = createServer((_request, response) => answer(response));
  let node: TestNode;
  let browser: Browser;
  let admin: BrowserPerson;

  before(async () => {
    const anchors = path.join(folder, 'anchors.pem');
    writeFileSync(anchors, anchorsPem);
    await new Promise<void>((resolve) => source.listen(0, '127.0.0.1', resolve));
    const { port } = source.address() as AddressInfo;
    node = await startNode({
      HOLDFAST_MDS_ANCHORS_FILE: anchors,
      HOLDFAST_MDS_URL: `http://127.0.0.1:${port}/`,
      HOLDFAST_ANDROID_STATUS_URL: 'off',
    });
    browser = await launchChromium();
    assert.ok(node.firstLink, node.output());
    admin = await newPerson(browser);
    await admin.plugIn('platform');
    await enrol(admin.page, node.firstLink);
    await admin.page.goto(`${node.origin}/console/trust`);
  });
  after(async () => {
    await browser?.close();
    await node?.stop();
    source.closeAllConnections();
    await new Promise((resolve) => source.close(resolve));
    rmSync(folder, { recursive: true, force: true });
  });

  const section = () => admin.page.getByRole('region', { name: 'FIDO metadata' });
  const fetchNow = () => section().getByRole('button', { name: 'Fetch now' }).click();

  chapter('what is no metadata is not believed, and the page says so without losing anything', async () => {
    answer = (response) => response.end('<!doctype html><title>Sign in to the guest network</title>');
    await fetchNow();
    await section().getByText('Untrusted', { exact: true }).waitFor();
    await section().getByText('This is an HTML page', { exact: false }).waitFor();
    await section().getByText('could not be verified and was not stored', { exact: false }).waitFor();
    await checkPage(admin.page);
  });

  chapter('metadata that is as it should be comes into use', async () => {
    answer = (response) => response.end(blobs.revoking());
    await fetchNow();
    await section().getByText('Fresh', { exact: true }).waitFor();
    await section().getByText('No. 142', { exact: false }).waitFor();
    assert.equal(await section().getByText('Untrusted').count(), 0);
  });

  chapter('a source that cannot be reached leaves the last good copy in use', async () => {
    answer = (response) => response.destroy();
    await fetchNow();
    await section().getByText('Failing', { exact: true }).waitFor();
    await section().getByText('The last good copy stays in use', { exact: false }).waitFor();
    await section().getByText('No. 142', { exact: false }).waitFor();
    await checkPage(admin.page);
  });
});
