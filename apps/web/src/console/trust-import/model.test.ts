import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../../api/client.ts';
import { entriesText, FILE_BYTES_MAX, fileProblem, importRefusal, numberText, wouldChange } from './model.ts';

describe('a file to import', () => {
  test('is chosen, not empty and not larger than any trust data', () => {
    assert.match(fileProblem(null) ?? '', /Choose a file/);
    assert.match(fileProblem({ size: 0 }) ?? '', /empty/);
    assert.equal(fileProblem({ size: FILE_BYTES_MAX }), null);
    assert.match(fileProblem({ size: FILE_BYTES_MAX + 1 }) ?? '', /larger than 25\.2 MB/);
  });
  test('tells from which number to which, and how much was there before', () => {
    assert.equal(numberText({ number: 142, previousNumber: 141 }), 'No. 141 → No. 142');
    assert.equal(numberText({ number: 142, previousNumber: null }), 'No. 142');
    assert.equal(numberText({ number: 142, previousNumber: 142 }), 'No. 142');
    assert.equal(numberText({ number: null, previousNumber: null }), null);
    assert.equal(entriesText({ kind: 'metadata_blob', entries: 9, previousEntries: 8 }), '9 models, 8 before');
    assert.equal(entriesText({ kind: 'managed_anchors', entries: 1, previousEntries: null }), '1 authority');
  });
  test('is worth putting into use only where something would change', () => {
    const document = { outcome: 'unchanged' } as Parameters<typeof wouldChange>[0][number];
    assert.equal(wouldChange([document]), false);
    assert.equal(wouldChange([document, { ...document, outcome: 'replaced' }]), true);
    assert.equal(wouldChange([{ ...document, outcome: 'refused' }]), false);
  });
});

describe('a file that was refused', () => {
  const refused = (error: string, fields?: { field: string; message: string }[]) =>
    importRefusal(new ApiError(422, { error, message: 'Why.', requestId: 'r-1', ...(fields && { fields }) }));
  test('keeps the server’s sentence, each place that is wrong, and the reference', () => {
    const told = refused('trust_document_refused', [{ field: 'text', message: 'models[0].kind is unknown' }]);
    assert.deepEqual(told, {
      what: 'Why.',
      problems: ['models[0].kind is unknown'],
      mayTakeEmptier: false,
      requestId: 'r-1',
    });
  });
  test('may be taken all the same where it only lists far less', () => {
    assert.equal(refused('trust_document_emptier').mayTakeEmptier, true);
    assert.equal(importRefusal(new TypeError('x')).mayTakeEmptier, false);
  });
});
