import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { readInspectSearch } from './inspect-search.ts';
import {
  besideText,
  headline,
  inspectable,
  inspectedOf,
  isOpenAtFirst,
  type Node,
  type Report,
  stepKind,
  TEXT_LENGTH_MAX,
  verdictLines,
} from './model.ts';

const refused: Report = {
  id: null,
  ceremony: 'authentication',
  verdict: {
    outcome: 'reject',
    code: 'webauthn.origin_unexpected',
    step: 'origin',
    cites: 'L3 §7.2 step 12',
    operator: 'The ceremony ran on an origin that is not in the list.',
    person: 'Your passkey could not be checked.',
    values: [
      { name: 'received', value: 'https://evil.test' },
      { name: 'newMember', value: '7' },
    ],
    advice: 'Look at it.',
  },
  attestation: null,
  notCompared: [],
  steps: [],
  tree: [],
};
const leaf: Node = {
  label: 'origin',
  value: 'https://evil.test',
  step: 'origin',
  note: 'where the page was',
  sizeBytes: 1,
};
const inner: Node = { label: 'inner', value: '', children: [leaf] };
const outer: Node = { label: 'outer', value: '', children: [inner] };
const other: Node = { label: 'other', value: '', children: [{ label: 'type', value: 'webauthn.get', step: 'type' }] };

describe('an inspection', () => {
  test('has a headline that says where it was refused, or that nothing was found', () => {
    assert.equal(headline(refused), 'Sign-in: refused at step origin, L3 §7.2 step 12');
    const open = { ...refused.verdict, outcome: 'open', step: null, cites: null } as const;
    assert.equal(headline({ ...refused, verdict: open }), 'Sign-in: nothing found against it');
  });

  test('says first what was found, with the values under their names', () => {
    const lines = verdictLines(refused).map(({ name, value }) => `${name}: ${value}`);
    assert.deepEqual(lines, [
      'What was found: The ceremony ran on an origin that is not in the list.',
      'Received: https://evil.test',
      'newMember: 7',
      'What the person reads: Your passkey could not be checked.',
      'What to do: Look at it.',
      'Code: webauthn.origin_unexpected',
    ]);
  });

  test('says what trust the attestation deserves and what could not be compared', () => {
    const attestation = { format: 'packed', type: 'certified', trusted: false, reasons: ['No anchors.'] };
    const lines = verdictLines({ ...refused, attestation, notCompared: ['origin: nothing to compare with'] });
    const values = new Map(lines.map(({ name, value }) => [name, value]));
    assert.equal(values.get('Attestation'), 'packed, certified, not trusted. No anchors.');
    assert.equal(values.get('1 step could not be compared'), 'origin: nothing to compare with');
  });

  test('is a report, or says why there is none', () => {
    assert.deepEqual(inspectedOf({ report: refused, notInspected: null }), { at: 'report', report: refused });
    const why = { message: 'No.', problems: [] };
    assert.deepEqual(inspectedOf({ report: null, notInspected: why }), { at: 'not_inspected', why });
  });

  test('is not begun with nothing, or with far too much', () => {
    assert.equal(inspectable(' \n'), 'Paste a ceremony first.');
    assert.match(inspectable('a'.repeat(TEXT_LENGTH_MAX + 1)) ?? '', /96 KiB/);
    assert.equal(inspectable('{}'), undefined);
  });

  test('marks a step that was not reached only where it would refuse too', () => {
    const step = { id: 'type', cites: '', outcome: 'not_reached', text: '' } as const;
    assert.equal(stepKind(step), 'none');
    assert.equal(stepKind({ ...step, code: 'webauthn.type_unexpected' }), 'attention');
    assert.equal(stepKind({ ...step, outcome: 'refused' }), 'bad');
  });
});

describe('the fields', () => {
  test('that lead to the refusal are open, unless somebody chose', () => {
    assert.equal(isOpenAtFirst(outer, 1, 'origin', 'as_needed'), true);
    assert.equal(isOpenAtFirst(inner, 2, 'origin', 'as_needed'), true);
    assert.equal(isOpenAtFirst(other, 1, 'origin', 'as_needed'), false);
    assert.equal(isOpenAtFirst(other, 0, null, 'as_needed'), true);
    assert.equal(isOpenAtFirst(other, 3, null, 'all'), true);
    assert.equal(isOpenAtFirst(outer, 0, 'origin', 'none'), false);
  });

  test('say size, meaning and step beside the value', () => {
    assert.equal(besideText(leaf), '1 byte · where the page was · step origin');
    assert.equal(besideText(inner), '');
  });
});

test('the address names a credential or nothing', () => {
  assert.deepEqual(readInspectSearch({ credential: 'AAAA' }), { credential: 'AAAA' });
  assert.deepEqual(readInspectSearch({ credential: ['AAAA'] }), {});
});

test('the example is the one that is kept with the vectors', () => {
  const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
  assert.equal(read('example.json'), read('../../../../../vectors/inspect/refused-registration.json'));
});
