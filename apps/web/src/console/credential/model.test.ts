import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  assessmentLines,
  factLines,
  failing,
  holding,
  isDescribed,
  onlyRecorded,
  problemsOf,
  type Rule,
  reasonsOf,
  verdictSummary,
} from './model.ts';

const facts = {
  shape: 1,
  format: 'packed',
  attestation: { type: 'certified', algorithm: -7, chain: ['AAAA', 'BBBB'] },
  algorithm: -9999,
  aaguid: '00000000-0000-0000-0000-000000000000',
  userVerified: true,
  claimed: { attachment: null, transports: ['usb', 'nfc'] },
  somethingNew: 7,
};
const value = (lines: ReturnType<typeof factLines>, key: string) => lines.find((line) => line.key === key)?.value;

describe('facts of a credential', () => {
  const lines = factLines(facts);
  test('are read in words', () => {
    assert.equal(value(lines, 'attestation.algorithm'), 'ES256 (-7)');
    assert.equal(value(lines, 'attestation.chain'), '2 certificates');
    assert.equal(value(lines, 'userVerified'), 'Yes');
    assert.equal(value(lines, 'claimed.attachment'), 'None');
    assert.equal(value(lines, 'claimed.transports'), 'usb, nfc');
  });
  test('an unknown algorithm or member is shown as it is', () => {
    assert.equal(value(lines, 'algorithm'), '-9999');
    assert.deepEqual(
      lines.find((line) => line.key === 'somethingNew'),
      { key: 'somethingNew', name: 'somethingNew', value: '7', long: false },
    );
  });
  test('an Android key says what its hardware holds, and nothing of what it did not state', () => {
    const list = {
      purposes: [2],
      osPatchLevel: null,
      rootOfTrust: { deviceLocked: true, verifiedBootState: 'verified' },
    };
    const details = { format: 'android-key', attestationVersion: 200, hardwareEnforced: list, softwareEnforced: {} };
    const shown = factLines({ attestation: { type: 'certified', details } }).map(
      ({ name, value: text }) => `${name}: ${text}`,
    );
    assert.deepEqual(shown, [
      'Attestation: certified',
      'Version of the key attestation: 200',
      'Purposes, held by the hardware: 2',
      'Bootloader locked, held by the hardware: Yes',
      'Verified boot, held by the hardware: verified',
    ]);
  });
  test('the version of the shape is not a fact', () => assert.equal(value(lines, 'shape'), undefined));
});

describe('assessment', () => {
  const assessment = {
    class: 'security-key',
    evidence: 'attested',
    model: { aaguid: 'x', name: null, evidence: 'claimed' },
    reasons: [{ about: 'class', code: 'trust.class', text: 'Not backup eligible.' }, 'nonsense', { about: 'x' }],
  };
  test('names class and evidence as everywhere else', () => {
    assert.equal(value(assessmentLines(assessment), 'class'), 'Security key');
    assert.equal(value(assessmentLines(assessment), 'model.evidence'), 'Claimed');
    assert.equal(value(assessmentLines(assessment), 'model.name'), 'None');
  });
  test('certification, protection and device are told in words, and only where they are known', () => {
    const shown = assessmentLines({
      certification: { level: 'L2plus', fips: { level: 2, physicalLevel: 3, revision: 3 } },
      keyProtection: ['hardware', 'secure_element', 'something_new'],
      android: { keySecurityLevel: 'strongbox', verifiedBoot: false, osPatchLevel: 202609, patchAgeMonths: null },
      tpm: null,
    }).map(({ name, value: text }) => `${name}: ${text}`);
    assert.deepEqual(shown, [
      'FIDO certification: Level 2+',
      'Key protection: Hardware, Secure element, something_new',
      'Key lives in: StrongBox',
      'Booted untampered, bootloader locked: No',
      'System patch level: 2026-09',
      'FIPS certification: FIPS 140-3 level 2, physical security level 3',
    ]);
    assert.deepEqual(
      assessmentLines({ certification: { level: null, fips: null }, android: null }).map((line) => line.value),
      ['None'],
    );
  });
  test('its model has a page where somebody describes it, not where only its name is known', () => {
    const described = ['metadata', 'organisation', 'known-names', 'built-in', null].map((source) =>
      isDescribed({ model: { source, aaguid: 'f0f2' } }),
    );
    assert.deepEqual(described, [true, true, false, false, false]);
    const zero = '00000000-0000-0000-0000-000000000000';
    assert.equal(isDescribed({ model: { source: 'metadata', aaguid: zero } }), false);
    assert.equal(isDescribed({}), false);
  });
  test('problems keep their order; what is none of the known shape is passed over', () => {
    const revoked = { status: 'REVOKED', since: 5, scope: 'model', text: 'It is over.' };
    const given = { problems: [revoked, null, 'x', { since: 1 }, { status: 'RETIRED', since: null }] };
    assert.deepEqual(problemsOf(given), [revoked, { status: 'RETIRED', since: null, scope: '', text: '' }]);
    assert.deepEqual(problemsOf({}), []);
  });
  test('gives its reasons and passes over what is none', () => {
    assert.deepEqual(reasonsOf(assessment), [{ about: 'class', code: 'trust.class', text: 'Not backup eligible.' }]);
    assert.deepEqual(reasonsOf({}), []);
  });
});

describe('verdict', () => {
  const rule = (name: string, outcome: Rule['outcome']): Rule => ({
    rule: name,
    population: 'p',
    outcome,
    mode: 'enforce',
    fact: 'class',
    received: 'a',
    expected: 'b',
    operator: '',
    person: null,
    position: null,
  });
  const rules = [rule('a', 'holds'), rule('b', 'fails'), rule('c', 'holds'), rule('d', 'fails')];
  test('tells what fails from what holds, each in the order of the server', () => {
    const names = (some: readonly Rule[]) => some.map((r) => r.rule).join('');
    assert.equal(names(failing(rules)), 'bd');
    assert.equal(names(holding(rules)), 'ac');
  });
  test('what is only recorded refuses nothing and is said apart', () => {
    const monitored = { ...rule('m', 'fails'), mode: 'monitor' } as const;
    assert.deepEqual([failing([monitored]), onlyRecorded([monitored])], [[], [monitored]]);
    const verdict = { shape: 2, outcome: 'accepted', tier: 2, policyDigest: '', monitored: 1 } as const;
    assert.equal(
      verdictSummary({ ...verdict, rules: [rule('a', 'holds'), monitored] }),
      '1 rule would fail if it were enforced',
    );
  });
  test('says how many fail', () => {
    const verdict = { shape: 2, outcome: 'refused', tier: 0, policyDigest: '', monitored: 0, rules } as const;
    assert.equal(verdictSummary({ ...verdict, rules: [...rules] }), '2 rules fail');
    assert.equal(verdictSummary({ ...verdict, rules: [rule('a', 'holds')] }), 'The one rule holds');
    assert.equal(verdictSummary({ ...verdict, rules: [] }), 'No rule was looked at.');
  });
});
