import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { instant } from '@holdfast/kernel';
import { inspectCases } from '../../../../../vectors/inspect-cases.ts';
import { inspectCase } from './inspect-case.ts';
import { inspectText } from './inspect-report.ts';

/** Long after every certificate: a case that forgets its time is judged wrongly and noticed. */
const now = instant(Date.UTC(2090, 0, 1));
const cases = inspectCases();

describe('third-party cases', () => {
  for (const { given, verdict, trust, reason } of cases) {
    test(`${given.id}: ${verdict}${trust === null ? '' : `, ${trust}`}${reason === null ? '' : ` (${reason})`}`, () => {
      const judged = inspectCase(given, { now });
      const said = JSON.stringify(judged);
      assert.equal(judged.id, given.id);
      assert.equal(judged.problems, undefined, said);
      assert.equal(judged.verdict, verdict, said);
      if (verdict === 'accept') assert.ok(judged.facts !== undefined && judged.code === undefined, said);
      else assert.ok(judged.code !== undefined && judged.step !== undefined && judged.message !== undefined, said);
      if (trust !== null) assert.equal(judged.attestation?.trusted, trust === 'trusted', said);

      const report = inspectText(JSON.stringify(given), now);
      assert.ok(report.ok);
      const { outcome, code, step } = report.value.verdict;
      assert.deepEqual([outcome, code, step], [judged.verdict, judged.code ?? null, judged.step ?? null]);
      assert.deepEqual(report.value.notCompared, []);
      if (judged.attestation !== undefined) assert.deepEqual(report.value.attestation, judged.attestation);
    });
  }

  if (cases.length > 0) {
    test('without anchors nothing is trusted', () => {
      for (const { given, verdict } of cases) {
        const judged = inspectCase({ ...given, trustAnchors: [] }, { now });
        assert.equal(judged.verdict, verdict, given.id);
        assert.notEqual(judged.attestation?.trusted, true, given.id);
      }
    });

    test('SHA-1 counts unless it is said that it does not', () => {
      const without = cases.filter(({ given, verdict }) => {
        if (verdict !== 'accept' || given.ceremony !== 'registration') return false;
        const expected = { ...given.expected, allowSha1Attestation: false };
        return inspectCase({ ...given, expected }, { now }).verdict === 'reject';
      });
      assert.ok(without.length >= 5, `${without.length} cases rest on SHA-1`);
    });
  }
});
