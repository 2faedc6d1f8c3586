import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { instant } from '@holdfast/kernel';
import { inspectText } from '@holdfast/server/commands';
import { inspectCases } from '../../../../vectors/inspect-cases.ts';
import { colours, plainPalette, renderReport } from './render-report.ts';

const now = instant(Date.UTC(2026, 10, 20));
const example = readFileSync(new URL('../../../../vectors/inspect/refused-registration.json', import.meta.url), 'utf8');

function render(text: string, palette = plainPalette): string {
  const inspected = inspectText(text, now);
  assert.ok(inspected.ok);
  return renderReport(inspected.value, palette);
}

describe('the text of a report', () => {
  test('is the same with and without colours', () => {
    const coloured = render(example, colours);
    assert.notEqual(coloured, render(example));
    assert.equal(stripVTControlCharacters(coloured), render(example));
  });

  test('shows a label as it is, whatever it looks like', () => {
    const clientData = Buffer.from(JSON.stringify({ "$&$'": 'x' })).toString('base64url');
    const given = JSON.parse(example) as { response: { response: object } };
    const response = { ...given.response, response: { ...given.response.response, clientDataJSON: clientData } };
    const text = JSON.stringify({ ...given, response });
    assert.equal(stripVTControlCharacters(render(text, colours)), render(text));
    assert.match(render(text), /\$&\$': x/);
  });

  const cases = inspectCases();
  if (cases.length > 0) {
    test('is at most 100 columns wide for every format there is', () => {
      for (const { given } of cases) {
        for (const line of render(JSON.stringify(given)).split('\n')) {
          assert.ok(line.length <= 100, `${given.id}: ${line}`);
          assert.doesNotMatch(line, /\p{Cc}/u, given.id);
        }
      }
    });
  }
});
