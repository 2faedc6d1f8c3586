import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { dark, grey, meaning, teal } from './palette.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [light, chosenDark, systemDark] = [...css.matchAll(/\{([^{}]*--hf-accent:[^{}]*)\}/g)].map(([, block]) =>
  valuesIn(block ?? ''),
);

function valuesIn(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/--hf-([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name ?? '', value ?? '']),
  );
}

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter + 0.05) / (darker + 0.05);
}

describe('design tokens', () => {
  test('the dark theme is the same whether chosen or the system’s', () => {
    assert.ok(chosenDark !== undefined && chosenDark.size > 10);
    assert.deepEqual(systemDark, chosenDark);
  });

  test('the style sheet and the palette say the same', () => {
    assert.deepEqual(
      [light?.get('accent'), light?.get('text-dimmed'), light?.get('text'), light?.get('page')],
      [teal[7], grey[6], grey[9], grey[0]],
    );
    assert.deepEqual(
      [
        chosenDark?.get('accent'),
        chosenDark?.get('text-dimmed'),
        chosenDark?.get('text'),
        chosenDark?.get('surface'),
        chosenDark?.get('page'),
      ],
      [teal[4], dark[2], dark[0], dark[7], dark[8]],
    );
    for (const [name, { light: inLight, dark: inDark }] of Object.entries(meaning)) {
      assert.deepEqual([light?.get(name), chosenDark?.get(name)], [inLight, inDark], name);
    }
  });

  for (const [theme, tokens] of [
    ['light', light],
    ['dark', chosenDark],
  ] as const) {
    for (const ink of ['text', 'text-dimmed', 'link', 'good', 'attention', 'bad', 'pending', 'unknown']) {
      for (const ground of ['page', 'surface']) {
        test(`${theme}: ${ink} on ${ground} has the contrast of WCAG 2.2 1.4.3`, () => {
          assert.ok(contrast(tokens?.get(ink) ?? '', tokens?.get(ground) ?? '') >= 4.5);
        });
      }
    }
    test(`${theme}: text on the accent and edges of controls have enough contrast`, () => {
      assert.ok(contrast(tokens?.get('on-accent') ?? '', tokens?.get('accent') ?? '') >= 4.5);
      assert.ok(contrast(tokens?.get('border-control') ?? '', tokens?.get('surface') ?? '') >= 3);
    });
  }
});
