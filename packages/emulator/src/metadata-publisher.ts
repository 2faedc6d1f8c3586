import { constants, createHmac, sign } from 'node:crypto';
import { derItem } from '@holdfast/encoding';
import { after, DAY_MS, type Instant } from '@holdfast/kernel';
import { createMaker, type Maker } from './maker.ts';
import type { Random } from './random.ts';
import { createSigningKey, type SigningAlgorithm, type SigningKey } from './signing-key.ts';
import { alternativeName, basicConstraints, distributionPoint, keyUsage } from './write-certificate.ts';

/** What a publisher, or somebody between, can be told to do wrong. Each breaks one thing. */
export const metadataFaults = [
  'html-page',
  'two-parts',
  'padded-payload',
  'header-not-json',
  'header-repeats-member',
  'header-too-deep',
  'jwk-in-header',
  'jku-in-header',
  'critical-header',
  'alg-none',
  'shared-secret',
  'no-chain',
  'address-of-chain-only',
  'chain-not-base64',
  'chain-without-certificates',
  'own-root',
  'no-intermediate',
  'signer-without-signing',
  'foreign-host',
  'algorithm-of-another-key',
  'der-signature',
  'cut-signature',
  'garbage-signature',
  'payload-changed',
  'payload-not-utf8',
  'payload-not-json',
  'payload-repeats-member',
  'no-entries',
] as const;
export type MetadataFault = (typeof metadataFaults)[number];

/** The content of a BLOB; members that are not given have conforming values. */
export type BlobContent = {
  readonly no?: unknown;
  readonly nextUpdate?: unknown;
  readonly legalHeader?: unknown;
  readonly entries?: readonly unknown[];
};

/** An authority of its own that publishes metadata, for tests and demonstrations. */
export type MetadataPublisher = {
  readonly host: string;
  readonly root: Maker['root'];
  /** Of the signer, leaf first, without the root; base64url. */
  readonly chain: readonly string[];
  readonly revocationList: Maker['revocationList'];
  readonly publish: (content: BlobContent, ...faults: readonly MetadataFault[]) => string;
};

export type MetadataPublisherOptions = {
  readonly random: Random;
  /** Certificates are valid from a day before to ten years after. */
  readonly at: Instant;
  readonly host?: string;
  /** Where the certificate of the signer says that revocations are told. */
  readonly revocationListUrl?: string;
  readonly algorithm?: MetadataAlgorithm;
};

const metadataAlgorithms = ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA'] as const satisfies SigningAlgorithm[];
export type MetadataAlgorithm = (typeof metadataAlgorithms)[number];

const DNS_NAME_TAG = 0x82;
const HEADER_DEPTH = 12;
const foreignHost = 'anybody.example';

type Signer = { readonly key: SigningKey; readonly chain: readonly Uint8Array[] };
type Does = (fault: MetadataFault) => boolean;

export function createMetadataPublisher(options: MetadataPublisherOptions): MetadataPublisher {
  const { random, at, host = 'mds.emulator.test', algorithm = 'ES256', revocationListUrl } = options;
  const make = (): Maker => createMaker({ name: 'Emulated Metadata', aaguids: [], random, at, intermediate: true });
  const maker = make();
  const key = createSigningKey(algorithm, random);
  const certify = (by: Maker, name: string, purpose: 'signatures' | 'certificates'): readonly Uint8Array[] =>
    by.certify({
      subject: { country: 'SE', organization: 'Emulated Metadata', commonName: name },
      spki: key.spki,
      extensions: [
        basicConstraints(false),
        keyUsage(purpose),
        alternativeName(false, derItem(DNS_NAME_TAG, new TextEncoder().encode(name))),
        ...(revocationListUrl === undefined ? [] : [distributionPoint(revocationListUrl)]),
      ],
    });
  const chain = certify(maker, host, 'signatures');
  const signerFor = (does: Does): Signer => {
    if (does('own-root')) {
      const forger = make();
      return { key, chain: [...certify(forger, host, 'signatures'), forger.root.der] };
    }
    if (does('foreign-host')) return { key, chain: certify(maker, foreignHost, 'signatures') };
    if (does('signer-without-signing')) return { key, chain: certify(maker, host, 'certificates') };
    return { key, chain: does('no-intermediate') ? chain.slice(0, 1) : chain };
  };
  return {
    host,
    root: maker.root,
    chain: chain.map((der) => base64url(der)),
    revocationList: maker.revocationList,
    publish: (content, ...faults) => {
      const does: Does = (fault) => faults.includes(fault);
      return compactJws(content, signerFor(does), algorithm, does, { random, at });
    },
  };
}

function compactJws(
  content: BlobContent,
  signer: Signer,
  algorithm: MetadataAlgorithm,
  does: Does,
  { random, at }: Pick<MetadataPublisherOptions, 'random' | 'at'>,
): string {
  if (does('html-page')) return '<!doctype html><title>Sign in to the guest network</title>';
  const header = base64url(headerBytes(signer, algorithm, does));
  const payload = base64url(payloadBytes(content, at, does));
  const signed = `${header}.${payload}`;
  const signature = base64url(signatureBytes(signed, signer, algorithm, does, random));
  if (does('two-parts')) return signed;
  if (does('padded-payload')) return `${header}.${payload}==.${signature}`;
  if (!does('payload-changed')) return `${signed}.${signature}`;
  return `${header}.${base64url(payloadBytes({ ...content, no: 4_000_000 }, at, does))}.${signature}`;
}

function headerBytes({ key, chain }: Signer, algorithm: MetadataAlgorithm, does: Does): Uint8Array {
  const x5c = chain.map((der) => Buffer.from(der).toString('base64'));
  const header = {
    typ: 'JWT',
    alg: headerAlgorithm(algorithm, does),
    ...(does('no-chain') || does('address-of-chain-only') ? {} : { x5c }),
    ...(does('address-of-chain-only') ? { x5u: 'https://mds.emulator.test/chain.pem' } : {}),
    ...(does('chain-not-base64') ? { x5c: ['not a certificate!', ...x5c] } : {}),
    ...(does('chain-without-certificates') ? { x5c: ['AAAA', ...x5c] } : {}),
    ...(does('jwk-in-header') ? { jwk: { kty: 'OKP', crv: 'Ed25519', x: base64url(key.spki) } } : {}),
    ...(does('jku-in-header') ? { jku: 'https://anybody.example/keys.json' } : {}),
    ...(does('critical-header') ? { crit: ['exp'], exp: 0 } : {}),
    ...(does('header-too-deep') ? { deep: nested(HEADER_DEPTH) } : {}),
  };
  const json = JSON.stringify(header);
  if (does('header-not-json')) return text(json.slice(0, -1));
  return text(does('header-repeats-member') ? json.replace('{', '{"\\u0061lg":"none",') : json);
}

function headerAlgorithm(algorithm: MetadataAlgorithm, does: Does): string {
  if (does('alg-none')) return 'none';
  if (does('shared-secret')) return 'HS256';
  if (!does('algorithm-of-another-key')) return algorithm;
  return algorithm === 'RS256' ? 'ES256' : 'RS256';
}

/** MDS 3.1.1 §3.1.6. */
function payloadBytes(content: BlobContent, at: Instant, does: Does): Uint8Array {
  const payload = {
    legalHeader: 'Metadata of an emulator: it describes nothing that exists.',
    no: 1,
    nextUpdate: new Date(after(at, 30 * DAY_MS)).toISOString().slice(0, 10),
    entries: [],
    ...content,
    ...(does('no-entries') ? { entries: undefined } : {}),
  };
  const json = JSON.stringify(payload);
  if (does('payload-not-utf8')) return Uint8Array.of(...text('{"no":"'), 0xff, ...text('"}'));
  if (does('payload-not-json')) return text(json.slice(0, -1));
  return text(does('payload-repeats-member') ? json.replace('{', '{"no":1000000,') : json);
}

function signatureBytes(
  signed: string,
  { key }: Signer,
  algorithm: MetadataAlgorithm,
  does: Does,
  random: Random,
): Uint8Array {
  if (does('alg-none')) return new Uint8Array();
  // The confusion of RFC 8725 §2.1: the public key taken for a secret.
  if (does('shared-secret')) return createHmac('sha256', key.spki).update(signed).digest();
  const isPss = algorithm === 'PS256';
  const signature = sign(key.algorithm.digest, Buffer.from(signed), {
    key: key.privateKey,
    dsaEncoding: does('der-signature') ? 'der' : 'ieee-p1363',
    ...(isPss ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } : {}),
  });
  if (does('garbage-signature')) return random(signature.length);
  return does('cut-signature') ? signature.subarray(0, -1) : signature;
}

/** A conforming entry for a FIDO2 model of a maker; `changes` replace members of it. */
export function metadataEntry(
  { aaguid, description, roots }: { aaguid: string; description: string; roots: readonly Uint8Array[] },
  changes: { readonly statement?: object; readonly [name: string]: unknown } = {},
): object {
  const { statement, ...entry } = changes;
  return {
    aaguid,
    metadataStatement: {
      legalHeader: 'Metadata of an emulator: it describes nothing that exists.',
      aaguid,
      description,
      authenticatorVersion: 2,
      protocolFamily: 'fido2',
      schema: 3,
      upv: [{ major: 1, minor: 1 }],
      authenticationAlgorithms: ['secp256r1_ecdsa_sha256_raw'],
      publicKeyAlgAndEncodings: ['cose'],
      attestationTypes: ['basic_full'],
      userVerificationDetails: [[{ userVerificationMethod: 'passcode_external', caDesc: { base: 64, minLength: 4 } }]],
      keyProtection: ['hardware', 'secure_element'],
      matcherProtection: ['on_chip'],
      cryptoStrength: 128,
      attachmentHint: ['external', 'wired', 'nfc'],
      tcDisplay: [],
      attestationRootCertificates: roots.map((der) => Buffer.from(der).toString('base64')),
      ...statement,
    },
    statusReports: [{ status: 'FIDO_CERTIFIED_L1', effectiveDate: '2025-01-15' }],
    timeOfLastStatusChange: '2025-01-15',
    ...entry,
  };
}

function nested(depth: number): unknown {
  return depth === 0 ? [] : [nested(depth - 1)];
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
