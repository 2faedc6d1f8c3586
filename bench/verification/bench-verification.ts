import type { SigningAlgorithm } from '@holdfast/emulator';
import { verifyRegistration } from '@holdfast/webauthn';
import type { Row, Section } from '../report.ts';
import {
  assertionContenders,
  bareChain,
  bareSelf,
  type ChainInput,
  type Contender,
  registrationContenders,
  type SelfInput,
} from './contenders.ts';
import { assertions, ORIGIN, type RegistrationInput, RP_ID, registrations, statementOf } from './inputs.ts';
import { interleave, type Measured } from './interleave.ts';

const columns = ['ceremony', 'verifier', 'CPU µs', 'against the first', 'SimpleWebAuthn against it'];

/** Assertions: each verifier from the response as it came over the wire to its answer. */
export async function benchVerification(): Promise<Section> {
  const rows: Row[] = [];
  const algorithms: readonly (readonly [SigningAlgorithm, string | null, number])[] = [
    ['ES256', 'sha256', 200],
    ['RS256', 'sha256', 12],
    ['EdDSA', null, 200],
  ];
  for (const [algorithm, digest, passkeys] of algorithms) {
    const measured = await interleave(assertionContenders(digest), assertions(algorithm, passkeys));
    rows.push(...rowsOf(`${algorithm} assertion`, measured));
  }
  return { name: 'verification', title: 'Verifying an assertion', columns, rows };
}

/** Registrations, from the response to what the attestation is worth. */
export async function benchRegistration(): Promise<Section> {
  const rows: Row[] = [];
  for (const kind of ['none', 'packed-self'] as const) {
    const inputs = registrations(kind, 100);
    if (kind === 'none') {
      rows.push(...rowsOf(kind, await interleave(registrationContenders(kind), inputs)));
      continue;
    }
    const bare: Contender<RegistrationInput & SelfInput> = {
      name: 'bare: import the key, crypto.verify',
      verify: bareSelf,
    };
    const contenders = [bare, ...registrationContenders(kind)];
    const signed = inputs.map((input) => ({ ...input, ...selfOf(input) }));
    rows.push(...rowsOf(kind, await interleave<RegistrationInput & SelfInput>(contenders, signed)));
  }
  const chained = registrations('packed-basic', 100);
  const bare: Contender<RegistrationInput & ChainInput> = {
    name: 'bare: parse and verify two certificates, verify the signature',
    verify: bareChain,
  };
  const inputs = chained.map((input) => ({ ...input, ...chainOf(input) }));
  const measured = await interleave<RegistrationInput & ChainInput>([bare, ...registrationContenders('chain')], inputs);
  rows.push(...rowsOf('packed, chain of two', measured));
  return { name: 'registration', title: 'Verifying a registration', columns, rows };
}

function selfOf(input: RegistrationInput): SelfInput {
  return { spki: factsOf(input).publicKeySpki, ...statementOf(input) };
}

function factsOf({ response, challenge }: RegistrationInput) {
  const verified = verifyRegistration(response, {
    challenge,
    origins: [ORIGIN],
    rpId: RP_ID,
    requireUserVerification: true,
  });
  if (!verified.ok) throw new Error(verified.error.code);
  return verified.value;
}

function chainOf(input: RegistrationInput): ChainInput {
  const { attestation } = factsOf(input).facts;
  if (attestation.type !== 'certified') throw new Error('the emulator made no chain');
  const [leaf = '', intermediate = ''] = attestation.chain;
  const [first, second] = [Buffer.from(leaf, 'base64url'), Buffer.from(intermediate, 'base64url')];
  return { leaf: first, intermediate: second, ...statementOf(input) };
}

function rowsOf(ceremony: string, measured: readonly Measured[]): readonly Row[] {
  const peer = measured.find(({ name }) => name === 'SimpleWebAuthn')?.cpuMicros ?? Number.NaN;
  return measured.map(({ name, cpuMicros, ratio, refusal }) => [
    ceremony,
    refusal === null ? name : `${name} (refuses: ${refusal.slice(0, 60)})`,
    cpuMicros ?? Number.NaN,
    ratio ?? Number.NaN,
    cpuMicros === null ? Number.NaN : peer / cpuMicros,
  ]);
}
