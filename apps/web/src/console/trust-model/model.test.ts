import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ModelPage, Report } from './api.ts';
import { reportDetails, reportName, statementLines, timeline, toneOf } from './model.ts';

const report = (status: string, change: Partial<Report> = {}): Report => ({
  status,
  effectiveAt: 10,
  sunsetAt: null,
  isInEffect: true,
  authenticatorVersion: null,
  batches: 0,
  url: null,
  certificateNumber: null,
  certificationProfiles: [],
  fipsRevision: null,
  fipsPhysicalSecurityLevel: null,
  ...change,
});

describe('reports on a model', () => {
  test('are read by what they mean and whether they are in effect', () => {
    const now = 20;
    assert.equal(toneOf(report('REVOKED'), now), 'bad');
    assert.equal(toneOf(report('REVOKED', { isInEffect: false, effectiveAt: 30 }), now), 'later');
    assert.equal(toneOf(report('REVOKED', { isInEffect: false, sunsetAt: 15 }), now), 'over');
    assert.equal(toneOf(report('FIDO_CERTIFIED_L1plus'), now), 'good');
    assert.equal(toneOf(report('FIPS140_CERTIFIED_L3'), now), 'good');
    assert.equal(toneOf(report('NOT_FIDO_CERTIFIED'), now), 'neutral');
    assert.equal(toneOf(report('SOMETHING_NEW'), now), 'neutral');
  });
  test('stand newest first; what has no date stands last', () => {
    const order = timeline([report('a', { effectiveAt: null }), report('b', { effectiveAt: 1 }), report('c')]);
    assert.deepEqual(
      order.map(({ status }) => status),
      ['c', 'b', 'a'],
    );
  });
  test('say what they are about', () => {
    assert.deepEqual(reportDetails(report('REVOKED')), []);
    const full = report('FIPS140_CERTIFIED_L2', {
      authenticatorVersion: 5,
      batches: 2,
      certificateNumber: 'X-1',
      certificationProfiles: ['consumer'],
      fipsRevision: 3,
      fipsPhysicalSecurityLevel: 3,
    });
    assert.deepEqual(reportDetails(full), [
      'firmware 5',
      '2 batches only',
      'certificate X-1',
      'consumer',
      'FIPS 140-3',
      'physical security level 3',
    ]);
    assert.equal(reportName('SOMETHING_NEW'), 'SOMETHING_NEW');
  });
});

describe('what a maker states', () => {
  const statement: NonNullable<ModelPage['statement']> = {
    description: 'Acme Key',
    protocolFamily: 'fido2',
    authenticatorVersion: 2,
    attestationTypes: ['basic_full'],
    matcherProtection: ['on_chip'],
    attachmentHint: ['external', 'wired', 'something_new'],
    userVerification: [['passcode_external'], ['fingerprint_internal', 'voiceprint_internal']],
    multiDeviceCredentialSupport: 'unsupported',
    keyScope: null,
  };
  const lines = (change: Partial<ModelPage>) =>
    statementLines({ statement, keyProtection: ['hardware'], keyIdentifiers: [], ...change } as ModelPage).map(
      ({ name, value }) => `${name}: ${value}`,
    );
  test('is read in words, and words that are not known as they are', () => {
    assert.deepEqual(lines({}), [
      'Protocol: FIDO2',
      'Firmware described: 2',
      'Attestation: By a certificate of the batch',
      'Key protection: Hardware',
      'Where PIN or fingerprint is checked: On the chip',
      'Attachment: External, USB, something_new',
      'Ways to verify the user: PIN typed on the computer, Fingerprint + voiceprint internal',
      'Copies to other devices: Never',
    ]);
  });
  test('is nothing where there is no statement', () => assert.deepEqual(lines({ statement: null }), []));
});
