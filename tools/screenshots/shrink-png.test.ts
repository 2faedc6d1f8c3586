import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { launchChromium } from '../browser/index.ts';
import { decode, shrinkPng } from './shrink-png.ts';

/** Decodes with Chromium, which shares no code with us. */
async function seenByABrowser(png: Buffer): Promise<Buffer> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 40, height: 40 } });
    await page.setContent(`<body style="margin:0"><img src="data:image/png;base64,${png.toString('base64')}">`);
    return await page.screenshot();
  } finally {
    await browser.close();
  }
}

describe('making a picture of a page small', () => {
  test('few colours stay exactly what they are', async () => {
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width: 40, height: 40 } });
    await page.setContent('<body style="margin:0;background:linear-gradient(90deg,#0b6660 50%,#fff 50%)">');
    const original = await page.screenshot();
    await browser.close();
    const again = await seenByABrowser(shrinkPng(original));
    assert.deepEqual(decode(again), decode(original));
    assert.equal(new Set(decode(original).colours).size, 2);
  });
  test('of too many colours the rare ones that differ stay', async () => {
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width: 400, height: 400 } });
    await page.setContent(`<body style="margin:0;background:linear-gradient(90deg,#000,#0ff),linear-gradient(#000,#00f)">
      <div style="width:400px;height:400px;background:linear-gradient(#0000,#fff)"></div>
      <i style="position:absolute;left:9px;top:9px;width:2px;height:2px;background:#b3261e"></i>`);
    const original = await page.screenshot();
    await browser.close();
    const before = decode(original).colours;
    const after = decode(await seenByABrowser(shrinkPng(original))).colours;
    assert.ok(new Set(before).size > 256);
    assert.ok(before.includes(0xb3261e) && after.includes(0xb3261e));
  });
  test('what is no picture of a browser is refused', () => {
    assert.throws(() => shrinkPng(Buffer.from('GIF89a, and no PNG')), /not a PNG/);
  });
});
