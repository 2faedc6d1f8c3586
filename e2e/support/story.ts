import { test } from 'node:test';
import type { Browser, Page } from 'playwright-core';

/**
 * Declares one chapter after the other. Once one has failed, those behind it fail at once: what they build on is missing.
 * A chapter that fails says what every open page showed.
 */
export function chapters(browser: () => Browser): (name: string, happens: () => Promise<void> | void) => void {
  let failed: string | null = null;
  return (name, happens) => {
    test(name, async () => {
      if (failed !== null) throw new Error(`an earlier chapter failed: ${failed}`);
      failed = name;
      try {
        await happens();
      } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : String(error)}\n${await shown(browser())}`, {
          cause: error,
        });
      }
      failed = null;
    });
  };
}

async function shown(browser: Browser): Promise<string> {
  const pages = browser.contexts().flatMap((context) => context.pages());
  const texts = await Promise.all(pages.map(async (page) => `--- ${page.url()}\n${await snapshot(page)}`));
  return texts.join('\n');
}

/** A page that hangs, in a navigation for example, must not hide what has failed. */
async function snapshot(page: Page): Promise<string> {
  try {
    return await page.locator('body').ariaSnapshot({ timeout: 2000 });
  } catch (error) {
    return String(error);
  }
}
