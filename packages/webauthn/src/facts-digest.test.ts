import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CertifiedFacts, CredentialFacts } from './facts.ts';
import { factsDigest } from './facts-digest.ts';

const certified: CertifiedFacts = {
  type: 'certified',
  algorithm: -7,
  chain: ['AAAA', 'BBBB'],
  leafIsInterchangeable: false,
  details: { format: 'packed', enterprise: false },
};
const facts: CredentialFacts = {
  shape: 1,
  format: 'packed',
  attestation: certified,
  algorithm: -7,
  aaguid: '11111111-2222-3333-4444-555555555555',
  userVerified: true,
  backupEligible: false,
  backedUp: false,
  claimed: { attachment: null, transports: ['usb'], residentKey: null },
};

test('the digest does not depend on the order of members', () => {
  const turned = Object.fromEntries(Object.entries(facts).reverse()) as CredentialFacts;
  assert.equal(factsDigest(turned), factsDigest(facts));
  // Stored beside credentials: a digest that changes would judge everything again.
  assert.equal(factsDigest(facts), '894baa9fc2f93ce690713b10a5b6dc5b3c3225d9b2f072a30a564c816c171dec');
});

test('the digest depends on every fact, and on the order of the chain', () => {
  const others: readonly CredentialFacts[] = [
    { ...facts, format: 'none' },
    { ...facts, attestation: { ...certified, chain: ['BBBB', 'AAAA'] } },
    { ...facts, attestation: { ...certified, chain: ['CCCC', 'BBBB'] } },
    { ...facts, attestation: { ...certified, leafIsInterchangeable: true } },
    { ...facts, attestation: { ...certified, details: { format: 'packed', enterprise: true } } },
    { ...facts, attestation: { type: 'compound', statements: [{ format: 'packed', attestation: certified }] } },
    { ...facts, attestation: { type: 'self', algorithm: -7 } },
    { ...facts, algorithm: -8 },
    { ...facts, aaguid: '11111111-2222-3333-4444-555555555556' },
    { ...facts, userVerified: false },
    { ...facts, backupEligible: true },
    { ...facts, backedUp: true },
    { ...facts, claimed: { ...facts.claimed, attachment: 'platform' } },
    { ...facts, claimed: { ...facts.claimed, transports: [] } },
    { ...facts, claimed: { ...facts.claimed, residentKey: false } },
  ];
  assert.equal(new Set([facts, ...others].map(factsDigest)).size, others.length + 1);
});

test('the digest leaves out a leaf that is interchangeable, alone and within a compound', () => {
  const ofOneDevice = { ...certified, leafIsInterchangeable: true };
  const digestWith = (leaf: string, compound: boolean) => {
    const attestation = { ...ofOneDevice, chain: [leaf, 'BBBB'] };
    const statements = [{ format: 'packed', attestation }] as const;
    return factsDigest({ ...facts, attestation: compound ? { type: 'compound', statements } : attestation });
  };
  for (const compound of [false, true]) {
    assert.equal(digestWith('AAAA', compound), digestWith('CCCC', compound));
  }
});

test('of a chain whose leaf is interchangeable, every other certificate counts', () => {
  const digestOf = (chain: readonly string[]) =>
    factsDigest({ ...facts, attestation: { ...certified, leafIsInterchangeable: true, chain } });
  assert.equal(digestOf(['AAAA', 'BBBB', 'CCCC']), digestOf(['DDDD', 'BBBB', 'CCCC']));
  assert.notEqual(digestOf(['AAAA', 'BBBB', 'CCCC']), digestOf(['AAAA', 'DDDD', 'CCCC']));
  assert.notEqual(digestOf(['AAAA', 'BBBB', 'CCCC']), digestOf(['AAAA', 'BBBB', 'DDDD']));
});
