import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from '@holdfast/tools/browser';
import type { Browser } from 'playwright-core';
import { type BrowserPerson, newPerson } from './support/browser-person.ts';
import { checkPage, complaintsOf } from './support/check-page.ts';
import { pressByKeyboard, tabTo, typeInto } from './support/keyboard.ts';
import { type Screen, screens, settled, visit } from './support/screens.ts';
import { type Seeded, startSeeded } from './support/seeded.ts';

let seeded: Seeded;
let browser: Browser;
type Reader = { readonly person: BrowserPerson; readonly complaints: string[] };

/** Every page in every state that matters, at both widths and in both schemes; and the way through them without a mouse. */
describe('pages for everybody', () => {
  before(async () => {
    seeded = await startSeeded();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await seeded?.stop();
  });

  const readers = new Map<string, Promise<Reader>>();

  /** One browser for all that a person looks at; a fresh one where passkeys are made. */
  function readerOf({ as, plugged }: Screen): Promise<Reader> {
    if (as === null || plugged !== undefined) return newReader(as);
    const known = readers.get(as) ?? newReader(as);
    readers.set(as, known);
    return known;
  }

  async function newReader(as: string | null): Promise<Reader> {
    const person = as === null ? await newPerson(browser) : await seeded.inBrowser(browser, as);
    return { person, complaints: await complaintsOf(person.context) };
  }

  for (const screen of screens) {
    test(screen.name, async () => {
      const { person, complaints } = await readerOf(screen);
      const page = await visit(person, seeded, screen);
      await checkPage(page);
      await page.close();
      await person.context.setOffline(false);
      const unexpected = complaints
        .splice(0)
        .filter((text) => !(screen.isRefused && text.startsWith('Failed to load resource')));
      assert.deepEqual(unexpected, []);
    });
  }

  for (const username of ['grace', 'henrik', 'ines']) {
    test(`nothing leads ${username} to a page that is closed to that role`, async () => {
      const { person, complaints } = await readerOf({ name: '', as: username, path: '' });
      const page = await person.context.newPage();
      const addresses = new Map<string, string>();
      for (const path of ['/console', `/console/people/${seeded.id('petra')}`, '/console/policy']) {
        await page.goto(`${seeded.node.origin}${path}`);
        await settled(page);
        const links = page.locator('a[href^="/console"]');
        const found: string[] = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
        for (const address of found) keepOneOfEach(addresses, address);
      }
      assert.ok(addresses.size > 4);
      for (const address of addresses.values()) {
        await page.goto(`${seeded.node.origin}${address}`);
        await settled(page);
        const closed = page.getByText(/Your roles do not open this page|You may not see this|does not exist/);
        assert.equal(await closed.count(), 0, address);
      }
      await page.close();
      assert.deepEqual(complaints.splice(0), []);
    });
  }

  test('by keyboard alone: enrol, sign in, add a person, add a passkey', async () => {
    const link = await seeded.invite('kira', 'Kira Keyboard', [], ['administrator']);
    const { person, complaints } = await newReader(null);
    const { page } = person;
    await person.plugIn('platform');
    await page.goto(link);
    await pressByKeyboard(page, 'button', 'Create a passkey');
    await tabTo(page, page.getByLabel('Passkey name'));
    await page.keyboard.press('Enter');
    await pressByKeyboard(page, 'button', 'Sign in with a passkey');
    await pressByKeyboard(page, 'button', 'Not now');
    await pressByKeyboard(page, 'link', 'Continue');
    await pressByKeyboard(page, 'button', 'Sign out');
    await pressByKeyboard(page, 'button', 'Sign in with a passkey');

    await pressByKeyboard(page, 'link', 'People');
    await pressByKeyboard(page, 'link', 'Add a person');
    await typeInto(page, 'Username of the person', 'kirsten');
    await typeInto(page, 'Full name', 'Kirsten Nygaard');
    await pressByKeyboard(page, 'button', 'Add person');
    await page.getByRole('heading', { level: 1, name: 'Kirsten Nygaard was added' }).waitFor();

    await person.plugIn('securityKey');
    await pressByKeyboard(page, 'link', 'Your account');
    await pressByKeyboard(page, 'button', 'Add a passkey');
    await pressByKeyboard(page, 'button', 'Create a passkey');
    await tabTo(page, page.getByLabel('Passkey name'));
    await page.keyboard.type('Key on a string');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Key on a string' }).waitFor();
    assert.deepEqual(complaints, []);
  });
});

/** Of addresses that differ in an id only, such as those of a dozen events, one. */
function keepOneOfEach(addresses: Map<string, string>, address: string): void {
  addresses.set(address.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|(?<=credentials\/)[\w-]{20,}/g, ':id'), address);
}
