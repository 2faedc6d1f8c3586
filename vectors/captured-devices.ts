import { isSignedBy, parseCertificate, pemCertificates, toBase64url } from '@holdfast/encoding';
import { type Instant, instant } from '@holdfast/kernel';
import {
  attestationKeyIdentifier,
  builtInPlatforms,
  makeTrustData,
  modelsFromBlob,
  type TrustData,
  type TrustedModel,
  verifyBlob,
} from '@holdfast/trust';
import { type CredentialFacts, parseKeyDescription, verifyRegistration } from '@holdfast/webauthn';
import { settingsOf, type ThirdPartyCase, thirdPartyCases, thirdPartyFile } from './third-party.ts';

/** A credential of a device that somebody captured, and what an installation that knows its maker would judge it with. */
export type CapturedDevice = {
  readonly id: string;
  readonly facts: CredentialFacts;
  readonly trust: TrustData;
  /** When it was registered, or when its chain is to be judged. */
  readonly at: Instant;
};

/** When all of them are judged: reports on models are those of this day. */
const TODAY = instant(Date.UTC(2026, 10, 20));

/** For ceremonies that have no chain and so no time. */
const SOME_DAY = instant(Date.UTC(2024, 5, 1));

/** What Google Play services write into authenticator data. */
const PLAY_SERVICES = 'b93fd961-f2e6-462f-b122-82002247de78';
const KEY_DESCRIPTION_EXTENSION = '1.3.6.1.4.1.11129.2.1.17';
const ZERO_AAGUID = '00000000-0000-0000-0000-000000000000';

type Known = { readonly models: readonly TrustedModel[]; readonly byKey: ReadonlyMap<string, TrustedModel> };

/**
 * Every registration of the collection that holds, with the genuine metadata BLOB of 2022, the built-in anchors, and for models that
 * neither knows the roots of its case. Empty where the collection is missing.
 */
export function capturedRegistrations(): readonly CapturedDevice[] {
  const cases = thirdPartyCases('registrations');
  if (cases.length === 0) return [];
  const known = modelsOf2022();
  return cases.flatMap((given) => {
    const at = given.verifyAt == null ? SOME_DAY : instant(Date.parse(given.verifyAt));
    const ceremony = verifyRegistration(given.response, { ...settingsOf(given), at });
    if (given.expect !== 'accept' || !ceremony.ok) return [];
    const { facts } = ceremony.value;
    return [{ id: given.id, facts, trust: trustFor(given, facts, known), at }];
  });
}

type AndroidChain = { readonly id: string; readonly chain: readonly string[]; readonly verifyAt: string | null };

/** Phones of which only the chain was captured: what Play services would register with such a key. */
export function capturedPhones(): readonly CapturedDevice[] {
  const text = thirdPartyFile('android-key.json');
  if (text === null) return [];
  const { chains }: { chains: readonly AndroidChain[] } = JSON.parse(text);
  const trust = makeTrustData({ digest: 'built in', at: TODAY, models: [] });
  return chains.flatMap(({ id, chain: pems, verifyAt }) => {
    const chain = pems.flatMap((pem) => [...pemCertificates(pem)]);
    const facts = factsOfChain(chain);
    return facts === null ? [] : [{ id, facts, trust, at: instant(Date.parse(verifyAt ?? '2026-01-01T00:00:00Z')) }];
  });
}

/** Null where the leaf describes no key: some samples are of keys that were made for something else. */
function factsOfChain(chain: readonly Uint8Array[]): CredentialFacts | null {
  const [leaf, issuer] = chain.map((der) => parseCertificate(der));
  if (leaf?.ok !== true) return null;
  const extension = leaf.value.extensions.get(KEY_DESCRIPTION_EXTENSION);
  const description = extension === undefined ? null : parseKeyDescription(extension.value);
  if (description?.ok !== true) return null;
  return {
    shape: 1,
    format: 'android-key',
    attestation: {
      type: 'certified',
      algorithm: -7,
      chain: chain.map(toBase64url),
      leafIsInterchangeable: issuer?.ok === true && isSignedBy(leaf.value, issuer.value.publicKey),
      details: description.value.details,
    },
    algorithm: -7,
    aaguid: PLAY_SERVICES,
    userVerified: true,
    backupEligible: false,
    backedUp: false,
    claimed: { attachment: 'platform', transports: ['internal'], residentKey: true },
  };
}

function modelsOf2022(): Known {
  const index: {
    roots: Readonly<Record<string, string>>;
    blobs: readonly { id: string; file: string; root: string; verifyAt: string }[];
  } = JSON.parse(thirdPartyFile('mds/index.json') ?? '{"roots":{},"blobs":[]}');
  const given = index.blobs.find(({ id }) => id === 'fido-no12-2022-03-01');
  const verified = verifyBlob(thirdPartyFile(given?.file ?? '') ?? '', {
    anchors: pemCertificates(index.roots[given?.root ?? ''] ?? '').map(toBase64url),
    at: instant(Date.parse(given?.verifyAt ?? '')),
  });
  if (!verified.ok) throw new Error(`the metadata of the collection cannot be read: ${verified.error.code}`);
  const { models, modelsByKeyIdentifier } = modelsFromBlob(verified.value);
  return { models, byKey: modelsByKeyIdentifier };
}

function trustFor(given: ThirdPartyCase, facts: CredentialFacts, { models, byKey }: Known): TrustData {
  const anchors = (given.roots ?? []).flatMap((root) =>
    root.includes('BEGIN')
      ? pemCertificates(root).map(toBase64url)
      : [toBase64url(new Uint8Array(Buffer.from(root, 'base64')))],
  );
  const base = { digest: given.id, at: TODAY, models, modelsByKeyIdentifier: byKey };
  const isBuiltIn = builtInPlatforms.some(
    ({ format, aaguids }) =>
      format === facts.format && (facts.aaguid === ZERO_AAGUID || aaguids.includes(facts.aaguid)),
  );
  if (anchors.length === 0 || isBuiltIn) return makeTrustData(base);
  const own: TrustedModel = { aaguid: facts.aaguid, name: `Model of ${given.id}`, kind: kindOf(facts), anchors };
  if (facts.aaguid !== ZERO_AAGUID) {
    const isKnown = models.some(({ aaguid }) => aaguid === facts.aaguid);
    return makeTrustData({ ...base, models: isKnown ? models : [...models, own] });
  }
  const identifiers = keyIdentifiersOf(facts);
  const isKnown = identifiers.some((identifier) => byKey.has(identifier));
  const added = new Map(identifiers.map((identifier) => [identifier, own] as const));
  return makeTrustData({ ...base, modelsByKeyIdentifier: isKnown ? byKey : new Map([...byKey, ...added]) });
}

function kindOf({ format }: CredentialFacts): TrustedModel['kind'] {
  return format === 'packed' || format === 'fido-u2f' || format === 'compound' ? 'security-key' : 'platform';
}

/** Of the leaves: keys of U2F are known by them. */
function keyIdentifiersOf({ attestation }: CredentialFacts): readonly string[] {
  const all = attestation.type === 'compound' ? attestation.statements.map((each) => each.attestation) : [attestation];
  return all.flatMap((statement) => {
    const leaf = statement.type === 'certified' ? statement.chain[0] : undefined;
    const certificate = leaf === undefined ? null : parseCertificate(new Uint8Array(Buffer.from(leaf, 'base64url')));
    const identifier = certificate?.ok === true ? attestationKeyIdentifier(certificate.value) : null;
    return identifier === null ? [] : [identifier];
  });
}
