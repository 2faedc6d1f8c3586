import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from '@holdfast/tools/browser';
import type { Browser } from 'playwright-core';
import { type BrowserPerson, newPerson } from './support/browser-person.ts';
import { checkPage, complaintsOf } from './support/check-page.ts';
import { type Screen, screens, visit } from './support/screens.ts';
import { type Seeded, startSeeded } from './support/seeded.ts';

let seeded: Seeded;
let browser: Browser;
type Reader = { readonly person: BrowserPerson; readonly complaints: string[] };

/** Every page in every state that matters, at both widths and in both schemes. */
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
});
