import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogueProblems } from '@holdfast/tools/tidy/catalogue';
import { recoveryErrors } from './errors.ts';
import { countingRules } from './evidence-rules.ts';
import { guards } from './guards.ts';

test('the catalogue is in order', () => assert.deepEqual(catalogueProblems({ recovery: recoveryErrors }), []));

test('every rule refuses with a code of its own', () => {
  const shared = ['recovery.session_other'];
  const codes = [...guards, ...countingRules].map(({ code }) => code);
  assert.deepEqual(
    codes.filter((code, at) => codes.indexOf(code) !== at),
    shared,
  );
  assert.deepEqual(
    codes.filter((code) => !Object.hasOwn(recoveryErrors, code)),
    [],
  );
});
