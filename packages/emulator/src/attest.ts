import type { CborValue } from '@holdfast/encoding';
import { instant } from '@holdfast/kernel';
import { androidKeyStatement } from './attest-android-key.ts';
import { safetyNetStatement } from './attest-android-safetynet.ts';
import { appleStatement } from './attest-apple.ts';
import { u2fStatement } from './attest-fido-u2f.ts';
import { type AttestInput, makerOf, signatureOf } from './attest-input.ts';
import { tpmStatement } from './attest-tpm.ts';
import { type AttestationIdentity, type CertificateFault, createMaker } from './maker.ts';
import { algorithmNamed } from './signing-key.ts';

/** What the authenticator is made to prove; several kinds share a format. */
export const attestationKinds = [
  'none',
  'packed-self',
  'packed-basic',
  'packed-enterprise',
  'tpm',
  'android-key',
  'android-safetynet',
  'fido-u2f',
  'apple',
  'compound',
] as const;
export type AttestationKind = (typeof attestationKinds)[number];

export type Statement = { readonly fmt: string; readonly attStmt: CborValue };

const certificateFaults: readonly CertificateFault[] = [
  'aaguid-extension-mismatch',
  'aaguid-extension-critical',
  'ca-leaf',
  'wrong-ou',
  'no-country',
  'country-in-words',
  'no-organization',
  'aaguid-extension-unwrapped',
  'extension-twice',
  'version-1-leaf',
  'serial-extension-critical',
  'serial-extension-unwrapped',
];

/** 2026-01-01, so that forged chains are as valid as genuine ones for ten years. */
const FORGED_AT_MS = 1_767_225_600_000;

export function attest(kind: AttestationKind, input: AttestInput): Statement {
  const { does } = input;
  const { fmt, attStmt } = statement(kind, input);
  if (does('unsupported-format')) return { fmt: 'acme-proprietary', attStmt };
  const other = fmt === 'android-safetynet' ? 'tpm' : 'android-safetynet';
  const named = does('foreign-format') ? other : fmt;
  return { fmt: does('format-in-capitals') ? named.toUpperCase() : named, attStmt };
}

function statement(kind: AttestationKind, input: AttestInput): Statement {
  switch (kind) {
    case 'none': {
      const members: [string, CborValue][] = input.does('statement-beside-none') ? [['alg', -7]] : [];
      return { fmt: 'none', attStmt: new Map(members) };
    }
    case 'packed-self':
      return { fmt: 'packed', attStmt: packedSelf(input) };
    case 'packed-basic':
    case 'packed-enterprise':
      return { fmt: 'packed', attStmt: packedCertified(input, kind === 'packed-enterprise') };
    case 'tpm':
      return { fmt: 'tpm', attStmt: tpmStatement(input) };
    case 'android-key':
      return { fmt: 'android-key', attStmt: androidKeyStatement(input) };
    case 'android-safetynet':
      return { fmt: 'android-safetynet', attStmt: safetyNetStatement(input) };
    case 'fido-u2f':
      return { fmt: 'fido-u2f', attStmt: u2fStatement(input) };
    case 'apple':
      return { fmt: 'apple', attStmt: appleStatement(input) };
    case 'compound':
      return { fmt: 'compound', attStmt: compound(input) };
  }
}

/** L3 §8.2. */
function packedSelf(input: AttestInput): CborValue {
  const { key, does, signed } = input;
  const other = algorithmNamed(key.algorithm.name === 'ES256' ? 'RS256' : 'ES256');
  return new Map<string, CborValue>([
    ['alg', does('self-signature-wrong-alg') ? other.number : key.algorithm.number],
    ['sig', signatureOf(key, signed, input)],
  ]);
}

function packedCertified(input: AttestInput, enterprise: boolean): CborValue {
  const { key, chain } = identity(input, enterprise ? { serialNumber: input.random(16) } : {});
  return new Map<string, CborValue>([
    ['alg', key.algorithm.number],
    ['sig', signatureOf(key, input.signed, input)],
    ['x5c', chain],
  ]);
}

function identity(input: AttestInput, options: { readonly serialNumber?: Uint8Array }): AttestationIdentity {
  const { random, aaguid, attestationAlgorithm: algorithm, does } = input;
  const maker = makerOf(input);
  const faults = certificateFaults.filter((fault) => does(fault));
  if (!does('chain-with-own-root')) return maker.issue(aaguid, { ...options, algorithm, faults });
  const forger = createMaker({ name: maker.name, aaguids: maker.aaguids, random, at: instant(FORGED_AT_MS) });
  const forged = forger.issue(aaguid, { ...options, faults });
  return { key: forged.key, chain: [...forged.chain, forger.root.der] };
}

/** L3 §8.9. */
function compound(input: AttestInput): CborValue {
  const element = ({ fmt, attStmt }: Statement) =>
    new Map<string, CborValue>([
      ['fmt', fmt],
      ['attStmt', attStmt],
    ]);
  const [first, second] = [statement('packed-basic', input), statement('android-key', input)];
  const { does } = input;
  if (does('single-statement')) return [element(first)];
  const nested = { fmt: 'compound', attStmt: [element(first), element(second)] };
  if (does('nested-compound')) return [element(first), element(nested)];
  return [element(first), element(does('unknown-format-inside') ? { ...second, fmt: 'acme-proprietary' } : second)];
}
