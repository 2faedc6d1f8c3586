import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe } from 'node:test';
import { launchChromium } from '@holdfast/tools/browser';
import type { Browser, Page } from 'playwright-core';
import { type BrowserPerson, newPerson } from './support/browser-person.ts';
import { checkPage } from './support/check-page.ts';
import { addPerson, createGroup, enrol } from './support/doing.ts';
import { pressByKeyboard, typeInto } from './support/keyboard.ts';
import { startNode, type TestNode } from './support/node.ts';
import { chapters } from './support/story.ts';

/** The authenticators of Chromium have counters; nobody here copies one. */
const first = `policy_changes:
  second_person: required
passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    minimum_credentials: 2
    on_counter_regression: warn
`;
const boundLine = '    allowed_credential_types: [platform_authenticator, security_key]';
/** Only for the group that the one owner is in. */
const keepers = `  keepers:
    allowed_credential_types: [security_key]
    attestation_required: true
    minimum_fips_level: 3
`;

/** Ada is the only owner. Bo approves and writes nothing. Cleo has one passkey, in a password manager that copies it. */
describe('the policy is changed by one and approved by another', () => {
  const chapter = chapters(() => browser);
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-policy-'));
  let node: TestNode;
  let browser: Browser;
  let ada: BrowserPerson;
  let bo: BrowserPerson;
  let cleo: BrowserPerson;

  before(async () => {
    const file = path.join(folder, 'policy.yaml');
    writeFileSync(file, first);
    node = await startNode({
      HOLDFAST_POLICY_FILE: file,
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
  const text = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();
  const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
  const go = (page: Page, to: string) => page.goto(`${node.origin}${to}`);
  const field = (page: Page) => page.getByLabel('Policy text');
  const problems = (page: Page) => page.getByRole('region', { name: 'Problems of the text' });
  const compare = (page: Page) => button(page, 'Compare with the one in force').click();
  const hasFocus = (page: Page, id: string) => page.evaluate(`document.activeElement?.id === ${JSON.stringify(id)}`);
  /** The page as everybody sees it, at both widths and in both schemes. */
  const check = async (page: Page) => {
    await checkPage(page);
    await page.setViewportSize({ width: 1280, height: 900 });
  };
  const newcomer = async (username: string, name: string, groups: readonly string[], kind: 'platform' | 'synced') => {
    const link = await addPerson(ada.page, node.origin, { username, name, groups });
    const person = await newPerson(browser);
    await person.plugIn(kind);
    await enrol(person.page, link, `Passkey of ${name}`);
    return person;
  };
  const becomes = async (name: string, role: string) => {
    await go(ada.page, '/console/people');
    await ada.page.getByRole('link', { name }).first().click();
    await button(ada.page, 'Change roles').click();
    await ada.page.getByRole('checkbox', { name: role }).check();
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Change roles' }).click();
    await ada.page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const openProposal = async (page: Page, note: string) => {
    await go(page, '/console');
    await page.getByRole('link', { name: '1 change of the policy waits for a second person' }).click();
    await page.getByRole('link', { name: note }).click();
    await title(page, /^Proposed change of the policy/);
  };

  chapter('three people', async () => {
    assert.ok(node.firstLink, node.output());
    ada = await newPerson(browser);
    await ada.plugIn('platform');
    await enrol(ada.page, node.firstLink);
    await createGroup(ada.page, node.origin, 'keepers');
    bo = await newcomer('bo', 'Bo Approver', [], 'platform');
    cleo = await newcomer('cleo', 'Cleo Copied', [], 'synced');
    await becomes('Bo Approver', 'Approver');
  });

  chapter('an error stands at its line; the list of problems takes the focus and leads there', async () => {
    const { page } = ada;
    await go(page, '/console/policy');
    await page.getByRole('link', { name: 'Change the policy' }).click();
    await title(page, 'Change the policy');
    await field(page).fill(first.replace('minimum_credentials: 2', 'minimum_credentials: two'));
    await compare(page);
    await text(page, 'It can be compared once its errors are mended.');
    const list = problems(page);
    assert.ok(await hasFocus(page, (await list.getAttribute('id')) ?? ''));
    assert.equal(await field(page).getAttribute('aria-invalid'), 'true');
    await list.getByText('minimum_credentials must be a whole number').waitFor();
    await check(page);
    await list.getByRole('button', { name: 'Line 6' }).click();
    const chosen = await page.evaluate(`(() => {
      const area = document.activeElement;
      return area.value.slice(area.selectionStart, area.selectionEnd);
    })()`);
    assert.equal(chosen, '    minimum_credentials: two');
  });

  chapter('it is mended; undo takes typing back, and Tab leaves the text or indents, as one likes', async () => {
    const { page } = ada;
    await page.keyboard.insertText('    minimum_credentials: 2');
    assert.equal(await field(page).inputValue(), first);
    await page.keyboard.press('Enter');
    assert.ok(
      (await field(page).inputValue()).includes('minimum_credentials: 2\n    \n'),
      'Enter keeps the indentation',
    );
    await page.keyboard.press('ControlOrMeta+z');
    assert.equal(await field(page).inputValue(), first);
    await page.keyboard.press('Tab');
    assert.equal(await field(page).inputValue(), first, 'Tab goes on');
    await page.getByRole('switch', { name: 'Tab key indents' }).click();
    await field(page).focus();
    await page.keyboard.press('Tab');
    assert.equal((await field(page).inputValue()).length, first.length + 2);
    await page.keyboard.press('ControlOrMeta+z');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    assert.equal(await field(page).inputValue(), first, 'Escape, then Tab, goes on');
    await text(page, 'No problems found');
  });

  chapter('a draft outlives the page and the session, and is offered until it is in force or thrown away', async () => {
    const { page } = ada;
    await field(page).fill(first.replace(/^.*synced_passkey.*$/m, boundLine));
    await text(page, 'Your draft is kept in this tab until it is in force.');
    await page.reload();
    assert.match(await field(page).inputValue(), /\[platform_authenticator, security_key\]/);
    await page.getByRole('link', { name: 'Policy', exact: true }).first().click();
    await page.getByRole('link', { name: 'Go on with your draft' }).click();
    assert.match(await field(page).inputValue(), /\[platform_authenticator, security_key\]/);
    await go(page, '/console/policy/edit?version=1');
    await text(page, 'You have a draft already');
    await button(page, 'Go on with the draft').click();
    // The page asks the server by itself now and then, and would go to the sign-in page in the middle of our going there.
    await page.goto('about:blank');
    await ada.context.clearCookies();
    await go(page, '/console/policy/edit');
    await button(page, 'Sign in with a passkey').click();
    await title(page, 'Change the policy');
    assert.match(await field(page).inputValue(), /\[platform_authenticator, security_key\]/);
  });

  chapter('it is compared in words and lines, and whom it concerns is worked out by name', async () => {
    const { page } = ada;
    await pressByKeyboard(page, 'button', 'Compare with the one in force');
    await text(page, /general_workforce: allowed_credential_types loses synced_passkey/);
    const lines = page.getByRole('region', { name: 'Differences line by line' });
    await lines.getByText(boundLine.trim()).waitFor();
    await pressByKeyboard(page, 'button', 'Work out whom it concerns');
    await text(page, '1 of 3 people would have no way in any more');
    await text(page, /^general_workforce is concerned most: 1 of 3 people lose a passkey/);
    await text(page, /^\d of \d sign-ins of the last 30 days would have been refused/);
    await check(page);
    await page.getByRole('link', { name: 'See who: No way in' }).click();
    await page.getByRole('link', { name: 'Cleo Copied' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Bo Approver' }).count(), 0);
    await check(page);
    await page.goBack();
    await text(page, '1 of 3 people would have no way in any more');
  });

  chapter('it becomes a proposal with a reason, and its proposer cannot approve it', async () => {
    const { page } = ada;
    await text(page, 'It becomes a proposal.');
    await button(page, 'Propose the change').click();
    await text(page, 'Say why, for whoever reads the history.');
    await typeInto(page, 'Why', 'No more copies');
    await pressByKeyboard(page, 'button', 'Propose the change');
    await title(page, /^Proposed change of the policy/);
    await text(page, 'This is your own proposal');
    assert.equal(await button(page, 'Approve').count(), 0);
    await check(page);
  });

  chapter('the second person reads what it changes and for whom, and approves', async () => {
    const { page } = bo;
    await openProposal(page, 'No more copies');
    await text(page, /general_workforce: allowed_credential_types loses synced_passkey/);
    await button(page, 'Work out whom it concerns').click();
    await text(page, '1 of 3 people would have no way in any more');
    await check(page);
    await pressByKeyboard(page, 'button', 'Approve');
    await text(page, 'It came into force as version 2.');
  });

  chapter('every passkey is judged again, and the result stays on the page', async () => {
    const { page } = ada;
    await go(page, '/console/policy');
    const judged = page.getByRole('region', { name: 'Judging every passkey again' });
    await judged.getByText('Done').waitFor();
    await judged.getByRole('link', { name: 'Set aside: 1' }).waitFor();
    await page.getByText('Version 2').first().waitFor();
    await check(page);
    await go(cleo.page, '/account');
    await button(cleo.page, 'Sign in with a passkey').waitFor();
  });

  chapter('the history tells why, and an earlier version is brought back as a draft', async () => {
    const { page } = ada;
    await go(page, '/console/policy?tab=history');
    await text(page, 'No more copies');
    await page.getByRole('link', { name: 'Compare version 1 with the one in force' }).click();
    await title(page, 'Version 1 of the policy');
    await text(page, /allowed_credential_types gains synced_passkey/);
    await check(page);
    await page.getByRole('link', { name: 'Bring back this version' }).click();
    await text(page, 'You started from version 1.');
    assert.equal(await field(page).inputValue(), first);
    await compare(page);
    await text(page, /changes: 2 less strict/);
  });

  chapter('what was proposed against an older version is outdated, and starts anew with one click', async () => {
    const { page } = ada;
    await propose(
      page,
      (inForce) => inForce.replace('minimum_credentials: 2', 'minimum_credentials: 1'),
      'One is enough',
    );
    const outdated = page.url();
    await propose(
      page,
      (inForce) => inForce.replace('minimum_credentials: 2', 'minimum_credentials: 3'),
      'Three it is',
    );
    const wanted = page.url();
    await bo.page.goto(outdated);
    await text(bo.page, 'One is enough');
    const other = await bo.context.newPage();
    await other.goto(wanted);
    await button(other, 'Approve').click();
    await text(other, 'It came into force as version 3.');
    await other.close();
    await button(bo.page, 'Approve').click();
    await text(bo.page, /The policy was changed after this was proposed/);
    await page.goto(outdated);
    await page.getByRole('link', { name: 'Start from this text' }).click();
    await text(page, 'You started from the text of a proposal.');
    await compare(page);
    await text(page, /minimum_credentials is 1 instead of 3/);
    await page.goto(wanted);
    await check(page);
  });

  chapter('a text that leaves every owner outside is refused to one person', async () => {
    const { page } = ada;
    await addMember(page, 'keepers');
    await go(page, '/console/policy/edit');
    await field(page).fill(`${await field(page).inputValue()}${keepers}`);
    await compare(page);
    await text(page, 'No owner could sign in any more');
    await text(page, 'You would lose your own way in');
    await page.getByLabel('Why').fill('Certified hardware only');
    await button(page, 'Propose the change').click();
    await page.getByRole('link', { name: /^Tick this to propose it all the same/ }).waitFor();
    await check(page);
    await page.getByRole('checkbox', { name: 'Propose it although no owner could sign in' }).check();
    await button(page, 'Propose the change').click();
    await title(page, /^Proposed change of the policy/);
  });

  chapter('two people force it, and the owner is outside indeed', async () => {
    const { page } = bo;
    await openProposal(page, 'Certified hardware only');
    await text(page, 'This was proposed although it locks out every owner');
    await check(page);
    await button(page, 'Approve').click();
    await text(page, 'It came into force as version 4.');
    await page.getByRole('region', { name: 'Judging every passkey again' }).getByText('Done').waitFor();
    await go(ada.page, '/');
    await button(ada.page, 'Sign in with a passkey').click();
    await ada.page.locator('#outcome').getByText(/./).first().waitFor();
    await go(page, '/console');
    await text(page, 'No owner can sign in any more');
  });

  /** Writes a change, says why, and ends on the page of the proposal. */
  async function propose(page: Page, rewrite: (inForce: string) => string, why: string): Promise<void> {
    await go(page, '/console/policy/edit');
    await field(page).fill(rewrite(await field(page).inputValue()));
    await compare(page);
    await page.getByLabel('Why').fill(why);
    await button(page, 'Propose the change').click();
    await title(page, /^Proposed change of the policy/);
  }

  /** Ada joins a group. */
  async function addMember(page: Page, group: string): Promise<void> {
    await go(page, '/console/people');
    await page
      .getByRole('link', { name: /administrator/i })
      .first()
      .click();
    await button(page, 'Edit').click();
    await page.getByRole('combobox', { name: 'Groups' }).or(page.getByLabel('Groups')).first().fill(group);
    await page.getByRole('option', { name: group }).click();
    await button(page, 'Save').click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
});
