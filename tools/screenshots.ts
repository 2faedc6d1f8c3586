import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { newPerson } from '../e2e/support/browser-person.ts';
import { screens, visit } from '../e2e/support/screens.ts';
import { type Seeded, startSeeded } from '../e2e/support/seeded.ts';
import { launchChromium } from './browser/index.ts';
import { arePagesFresh, buildPages } from './build.ts';
import { inRepository } from './repository.ts';
import { type DocumentedPage, describePages, type Look, looksOf, parts, pictureName } from './screenshots/pages.ts';
import { shrinkPng } from './screenshots/shrink-png.ts';

/** `npm run screenshots`: the pictures of docs/screens.md, from a running system, and the page itself. */
const folder = inRepository('docs', 'screens');
const heights = { 1440: 900, 360: 780 } as const;

async function takePictures(browser: Browser, seeded: Seeded, page: DocumentedPage): Promise<void> {
  const screen = screens.find(({ name }) => name === page.screen);
  if (screen === undefined) throw new Error(`there is no screen ${page.screen}`);
  const person = screen.as === null ? await newPerson(browser) : await seeded.inBrowser(browser, screen.as);
  const shown = await visit(person, seeded, screen);
  for (const look of looksOf(page)) {
    await writeFile(path.join(folder, pictureName(page.screen, look)), shrinkPng(await picture(shown, look)));
  }
  await person.leave();
}

async function picture(page: Page, { theme, width }: Look): Promise<Buffer> {
  await page.setViewportSize({ width, height: heights[width] });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  // The pointer rests where it shows nothing.
  await page.mouse.move(width - 1, heights[width] - 1);
  return await page.screenshot({ animations: 'disabled', caret: 'hide' });
}

if (!arePagesFresh()) await buildPages();
await mkdir(folder, { recursive: true });
for (const file of await readdir(folder)) await rm(path.join(folder, file));
// The address of the README, so that no picture shows one that a reader will never see.
const seeded = await startSeeded({ HOLDFAST_ORIGIN: 'http://localhost:8080', HOLDFAST_LISTEN: '127.0.0.1:8080' });
try {
  const browser = await launchChromium();
  try {
    for (const page of parts.flatMap(({ pages }) => pages)) await takePictures(browser, seeded, page);
  } finally {
    await browser.close();
  }
} finally {
  await seeded.stop();
}
await writeFile(inRepository('docs', 'screens.md'), describePages());
console.log(`written: docs/screens.md and ${(await readdir(folder)).length} pictures`);
