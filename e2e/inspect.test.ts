import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { launchChromium } from '@holdfast/tools/browser';
import type { Browser, Page } from 'playwright-core';
import { type BrowserPerson, newPerson } from './support/browser-person.ts';
import { checkPage, complaintsOf } from './support/check-page.ts';
import { enrol } from './support/doing.ts';
import { startNode, type TestNode } from './support/node.ts';
import { chapters } from './support/story.ts';

const vector = (name: string) => readFileSync(new URL(`../vectors/inspect/${name}.json`, import.meta.url), 'utf8');

/** Somebody was sent a ceremony that was refused, and wants to know why. */
describe('inspecting a ceremony', () => {
  const chapter = chapters(() => browser);
  let node: TestNode;
  let browser: Browser;
  let admin: BrowserPerson;
  let page: Page;
  let complaints: readonly string[] = [];

  before(async () => {
    node = await startNode();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await node?.stop();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const inspect = async (text: string): Promise<void> => {
    await page.getByLabel('Ceremony').fill(text);
    await button('Inspect').click();
  };
  const countEvents = async (): Promise<number> =>
    await page.evaluate(async () => {
      const answer = await fetch('/api/v1/events?limit=1');
      return ((await answer.json()) as { total: number }).total;
    });

  chapter('the page is found in the console and says what to paste', async () => {
    assert.ok(node.firstLink, node.output());
    admin = await newPerson(browser);
    page = admin.page;
    complaints = await complaintsOf(admin.context);
    await admin.plugIn('platform');
    await enrol(page, node.firstLink);
    await button('Not now').click();
    await page.goto(`${node.origin}/console`);
    await page.getByRole('navigation').getByRole('link', { name: 'Inspect' }).click();
    await page.getByRole('heading', { name: 'Inspect', level: 1 }).waitFor();
    await page.getByText('Paste what a browser sent', { exact: false }).waitFor();
    await checkPage(page);
  });

  chapter('a refused sign-in that is pasted says where, why and what to do', async () => {
    const before = await countEvents();
    await inspect(vector('refused-authentication'));
    const verdict = page.getByRole('alert');
    await verdict.getByText('Sign-in: refused at step userVerified, L3 §7.2 step 17').waitFor();
    await verdict.getByText('User verification is required and the authenticator did not do it.').waitFor();
    await verdict.getByText('Your passkey did not check that it is you.', { exact: false }).waitFor();
    await verdict.getByText('Ask them to set one up', { exact: false }).waitFor();
    await page.getByText('refused here').first().waitFor();
    await checkPage(page);
    assert.equal(await countEvents(), before, 'nothing was stored');
  });

  chapter('the fields open and close without a mouse', async () => {
    const flags = page.getByText('UV (bit 2)');
    assert.ok(await flags.isVisible(), 'the field that refused is open');
    await button('Collapse all').press('Enter');
    await flags.waitFor({ state: 'hidden' });
    const branch = page.locator('summary', { hasText: 'Authenticator data' });
    await branch.press('Enter');
    await page.locator('summary', { hasText: 'flags' }).press('Enter');
    await flags.waitFor();
    await button('Expand all').press('Enter');
    await page.getByText('SHA-256 of the RP ID login.example', { exact: false }).waitFor();
    await checkPage(page);
  });

  chapter('the example shows a look-alike site, and a sound attestation beside it', async () => {
    await button('Try an example').click();
    await page.getByText('Registration: refused at step origin, L3 §7.1 step 9').waitFor();
    await page.getByText('treat it as phishing', { exact: false }).waitFor();
    await page.getByText('packed, certified, trusted.', { exact: false }).waitFor();
    await button('Expand all').click();
    await checkPage(page);
  });

  chapter('what cannot be inspected says why, and a response alone says what could not be compared', async () => {
    await inspect('{"ceremony": "registration", "response": {}, "expected": {"chalenge": "x"}}');
    await page.getByText('This could not be inspected').waitFor();
    await page.getByText('expected.chalenge').waitFor();
    await checkPage(page);
    await button('Clear').click();
    await button('Inspect').click();
    await page.getByText('Paste a ceremony first.').waitFor();
    const { response } = JSON.parse(vector('accepted-registration')) as { response: unknown };
    await inspect(JSON.stringify(response));
    await page.getByText('Registration: nothing found against it').waitFor();
    await page.getByText('6 steps could not be compared').waitFor();
  });

  chapter('a file is as good as a paste', async () => {
    const choosing = page.waitForEvent('filechooser');
    await button('Open a file').click();
    const file = {
      name: 'case.json',
      mimeType: 'application/json',
      buffer: Buffer.from(vector('accepted-registration')),
    };
    await (await choosing).setFiles(file);
    await page.getByText('Registration: accepted', { exact: true }).waitFor();
  });

  chapter('the evidence of a stored passkey is inspected here, and by anybody with the command', async () => {
    // Narrow pages show cards instead of rows; the checks before left this one narrow.
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${node.origin}/console/credentials`);
    await page.getByRole('link', { name: 'This computer' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download evidence' }).click();
    const evidence = readFileSync(await (await downloading).path(), 'utf8');
    const sha256 = createHash('sha256').update(evidence).digest('hex');
    await page.getByText(sha256).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Inspect' }).click();
    await page.getByText('Registration: accepted', { exact: true }).waitFor();
    const file = path.join(node.dataDir, 'evidence.json');
    writeFileSync(file, evidence);
    const shown = await node.holdfast('inspect', file);
    assert.equal(shown.code, 0, shown.stderr);
    assert.match(shown.stdout, /^✓ HOLDS {2}evidence of one passkey: /);
    assert.ok(shown.stdout.replaceAll(/\s/g, '').includes(sha256));
  });

  chapter('the evidence of a person is one file, which the command checks by itself', async () => {
    await page.goto(`${node.origin}/console/people`);
    await page.getByRole('main').getByRole('row').getByRole('link').first().click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download evidence' }).click();
    const download = await downloading;
    assert.match(download.suggestedFilename(), /^evidence-.+-\d{4}-\d\d-\d\d\.json$/);
    await page.getByText('The events have this SHA-256 of it').waitFor();
    const shown = await node.holdfast('inspect', await download.path());
    assert.equal(shown.code, 0, shown.stdout + shown.stderr);
    assert.match(shown.stdout, /^✓ HOLDS {2}evidence of a person, /);
  });

  chapter('nothing of this was an error of the page or of the server', () => {
    assert.deepEqual(complaints, []);
    assert.doesNotMatch(node.output(), /"level":"error"/);
  });
});
