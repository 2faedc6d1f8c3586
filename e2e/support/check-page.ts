import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 AA and everything below it, and what axe calls good practice about landmarks and headings. */
const everyRule: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
};
/** What a colour scheme can change. */
const colourRules: RunOptions = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

const widths = [
  [1440, 900],
  [360, 740],
] as const;
const schemes = ['light', 'dark'] as const;

/** Resolves when what changed has been drawn, and what fades or slides and has an end has come to it. */
const painted = `(async () => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await drawn();
  const moving = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(moving.map(({ finished }) => finished));
  await drawn();
})()`;
const violationsComplain = `document.addEventListener('securitypolicyviolation', (violation) =>
  complain('content security policy: ' + violation.violatedDirective + ' refused ' + violation.blockedURI));`;

/** Every width in every scheme: no violation that axe finds, nothing wider than the window, one title. */
export async function checkPage(page: Page): Promise<void> {
  await page.evaluate(axeSource);
  const problems: string[] = [];
  for (const [width, height] of widths) {
    await page.setViewportSize({ width, height });
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.evaluate(painted);
      const found = await violations(page, scheme === 'light' ? everyRule : colourRules);
      problems.push(...found.map((problem) => `${width} px, ${scheme}: ${problem}`));
    }
    const wider = Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'));
    if (wider > 0) problems.push(`${width} px: scrolls sideways by ${wider} px`);
  }
  const titles = await page.locator('h1:visible').count();
  if (titles !== 1) problems.push(`${titles} titles`);
  if (!/\S · \S|^Sign in$/.test(await page.title())) problems.push(`the tab is called “${await page.title()}”`);
  assert.deepEqual(problems, []);
}

async function violations(page: Page, options: RunOptions): Promise<string[]> {
  const found = await page.evaluate(async (runOptions) => {
    const { axe } = globalThis as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } };
    return (await axe.run(runOptions)).violations;
  }, options);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary ?? ''}`),
  );
}

/** What the pages of a context report while they are open: faults, and what the content security policy refused. */
export async function complaintsOf(context: BrowserContext): Promise<string[]> {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  await context.exposeFunction('complain', (text: string) => complaints.push(text));
  await context.addInitScript({ content: violationsComplain });
  return complaints;
}
