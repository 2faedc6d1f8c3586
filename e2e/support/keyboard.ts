import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';

/** More stops than any page has before what somebody wants. */
const STOPS_MAX = 60;

/** Goes on with Tab until `target` has the focus, as somebody does who has no mouse; every stop on the way must be visible. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let stops = 0; stops < STOPS_MAX; stops += 1) {
    if (await hasFocus(target)) return await focusShows(target);
    await page.keyboard.press('Tab');
    const stop = page.locator(':focus');
    if ((await stop.count()) === 1) await focusShows(stop);
  }
  assert.fail(`${target} is not reached with Tab`);
}

/** Reaches a button or link and presses Enter on it. */
export async function pressByKeyboard(page: Page, role: 'button' | 'link', name: string | RegExp): Promise<void> {
  await tabTo(page, page.getByRole(role, { name }).first());
  await page.keyboard.press('Enter');
}

/** Reaches a field and types. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByLabel(label));
  await page.keyboard.type(text);
}

async function hasFocus(target: Locator): Promise<boolean> {
  return await target.evaluate((element) => element === element.ownerDocument.activeElement);
}

/** WCAG 2.2, 2.4.7 and 2.4.11: one sees where the focus is, and nothing lies over it. */
async function focusShows(stop: Locator): Promise<void> {
  const seen = await stop.evaluate((element) => {
    const page = element.ownerDocument;
    // A field within a larger one (the chosen groups, and where the next is typed) is marked by the larger one.
    const isMarked = [element, element.parentElement, element.parentElement?.parentElement].some((part) => {
      if (part === null || part === undefined) return false;
      const { outlineStyle, outlineWidth, boxShadow } = page.defaultView.getComputedStyle(part);
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
    });
    const { x, y, width, height } = element.getBoundingClientRect();
    const above = page.elementFromPoint(x + width / 2, y + height / 2);
    return {
      what: element.outerHTML.slice(0, 160),
      isMarked,
      // The controls of a page that take focus as a whole (its main part, a title) are larger than the window.
      isFree: element.tabIndex < 0 || above === null || element.contains(above) || above.contains(element),
    };
  });
  assert.ok(seen.isMarked, `the focus is not seen on ${seen.what}`);
  assert.ok(seen.isFree, `something lies over the focus on ${seen.what}`);
}
