import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { describeEvent, eventTypes } from './event-types.ts';

describe('describing an event', () => {
  test('puts texts and numbers of the detail into the sentence', () => {
    const detail = { before: 'Key', passkey: 'Blue key' };
    assert.equal(describeEvent('passkey.renamed', detail), 'The passkey “Key” was renamed to “Blue key”.');
    assert.equal(describeEvent('session.others_ended', { count: 3 }), 'Every other session was ended (3).');
  });

  test('says unknown where the detail lacks a member or has another type', () => {
    assert.match(describeEvent('passkey.revoked', {}), /“unknown”/);
    assert.match(describeEvent('passkey.revoked', { passkey: { toString: 'no' } }), /“unknown”/);
  });

  test('takes names of every object for missing members', () => {
    const inherited = JSON.parse('{"__proto__": {"passkey": "inherited"}}') as Record<string, unknown>;
    assert.match(describeEvent('passkey.revoked', inherited), /“unknown”/);
  });

  test('gives an unknown type back as it is', () => {
    assert.equal(describeEvent('constructor', {}), 'constructor');
    assert.equal(describeEvent('recovery.opened', {}), 'recovery.opened');
  });

  test('a value is never read as a template again', () => {
    assert.equal(describeEvent('passkey.revoked', { passkey: '{before}' }), 'The passkey “{before}” was removed.');
  });

  for (const [type, sentence] of Object.entries(eventTypes)) {
    test(`${type} has a name of dotted words and a whole sentence`, () => {
      assert.match(type, /^[a-z_]+\.[a-z_]+$/);
      assert.match(sentence, /^[A-Z].*[.}]$/);
    });
  }
});
