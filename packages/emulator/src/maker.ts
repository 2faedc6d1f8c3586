import { derOctetString, toBase64url } from '@holdfast/encoding';
import { after, DAY_MS, type Instant } from '@holdfast/kernel';
import type { Random } from './random.ts';
import { createSigningKey, type SigningAlgorithm, type SigningKey } from './signing-key.ts';
import {
  aaguidExtension,
  basicConstraints,
  type CertificateDraft,
  type CertificateName,
  extension,
  keyUsage,
  type RevocationListDraft,
  toPem,
  writeCertificate,
  writeRevocationList,
} from './write-certificate.ts';

/** What may be wrong with an attestation certificate that the maker issues. */
export type CertificateFault =
  | 'aaguid-extension-mismatch'
  | 'aaguid-extension-critical'
  | 'ca-leaf'
  | 'wrong-ou'
  | 'no-country'
  | 'country-in-words'
  | 'no-organization'
  | 'aaguid-extension-unwrapped'
  | 'extension-twice'
  | 'version-1-leaf'
  | 'serial-extension-critical'
  | 'serial-extension-unwrapped';

/** What may be wrong with the intermediate: the leaf below it is in order. */
export type IntermediateFault =
  | 'no-authority'
  | 'no-certificate-signing'
  | 'unknown-critical-extension'
  | 'other-name'
  | 'version-1';

export type AttestationIdentity = {
  readonly key: SigningKey;
  /** Leaf first, then intermediates; never the root. */
  readonly chain: readonly Uint8Array[];
};

/** A maker of authenticators: a certification authority of its own. */
export type Maker = {
  readonly name: string;
  readonly aaguids: readonly string[];
  readonly root: { readonly der: Uint8Array; readonly pem: string; readonly base64url: string };
  /** The certificate that signs leaves: the intermediate, or the root where there is none. */
  readonly issuer: { readonly der: Uint8Array; readonly base64url: string };
  /** What the issuer says that it revoked. */
  readonly revocationList: (draft: Omit<RevocationListDraft, 'issuer'>) => Uint8Array;
  /** Any certificate below the issuer, and the chain that it comes with; `issue` is the usual case. */
  readonly certify: (leaf: LeafDraft) => readonly Uint8Array[];
  /** The attestation key that a whole batch of U2F keys shares; null where each has its own. */
  readonly batch: AttestationIdentity | null;
  readonly issue: (
    aaguid: string,
    options?: {
      readonly algorithm?: SigningAlgorithm;
      readonly faults?: readonly CertificateFault[];
      /** Enterprise attestation: the certificate names this one device. */
      readonly serialNumber?: Uint8Array;
    },
  ) => AttestationIdentity;
};

/** What the maker is asked to certify. */
export type LeafDraft = Pick<CertificateDraft, 'subject' | 'spki' | 'extensions'> & { readonly version?: 1 | 3 };

export type MakerOptions = {
  readonly name: string;
  readonly aaguids: readonly string[];
  readonly random: Random;
  /** Certificates are valid from a day before to ten years after. */
  readonly at: Instant;
  readonly intermediate?: boolean;
  readonly intermediateFault?: IntermediateFault;
  /** pathLenConstraint of the root. */
  readonly rootPathLength?: number;
  /** Makes the attestation key of a batch of U2F keys. */
  readonly hasBatchKey?: boolean;
};

export function createMaker(options: MakerOptions): Maker {
  const { name, aaguids, random, at, intermediate, intermediateFault, rootPathLength, hasBatchKey } = options;
  const validity = { notBefore: after(at, -DAY_MS), notAfter: after(at, 3650 * DAY_MS) };
  const rootName = { organization: name, commonName: `${name} Attestation Root` };
  const rootKey = createSigningKey('ES256', random);
  const certify: Certify = (subject, key, extensions, version = 3) =>
    writeCertificate(
      { version, serial: random(16), issuer: rootName, subject, ...validity, spki: key.spki, extensions },
      rootKey,
    );
  const root = certify(rootName, rootKey, [basicConstraints(true, rootPathLength), keyUsage('certificates')]);
  const between = intermediate === true ? createIntermediate(name, random, certify, intermediateFault) : null;
  const issuer = between ?? { subject: rootName, key: rootKey, der: root };

  const certifyLeaf: Maker['certify'] = ({ version = 3, ...leaf }) => {
    const draft = { ...leaf, ...validity, version, serial: random(16), issuer: issuer.subject };
    const der = writeCertificate(draft, issuer.key);
    return between === null ? [der] : [der, between.der];
  };
  const issue: Maker['issue'] = (aaguid, { algorithm = 'ES256', faults = [], serialNumber } = {}) => {
    const key = createSigningKey(algorithm, random);
    const fields = leafFields(name, aaguid, faults, serialNumber);
    return { key, chain: certifyLeaf({ ...fields, spki: key.spki }) };
  };
  const batchKey = hasBatchKey === true ? createSigningKey('ES256', random) : null;
  return {
    name,
    aaguids,
    batch: batchKey === null ? null : { key: batchKey, chain: certifyLeaf(u2fLeaf(batchKey)) },
    root: { der: root, pem: toPem(root), base64url: toBase64url(root) },
    issuer: { der: issuer.der, base64url: toBase64url(issuer.der) },
    revocationList: (draft) => writeRevocationList({ ...draft, issuer: issuer.subject }, issuer.key),
    certify: certifyLeaf,
    issue,
  };
}

/** L3 §8.6: a certificate of an attestation key of U2F. */
export function u2fLeaf({ spki }: SigningKey): LeafDraft {
  return {
    subject: { commonName: 'Emulated U2F EE Serial 1' },
    spki,
    extensions: [basicConstraints(false), keyUsage('signatures')],
  };
}

type Certify = (
  subject: CertificateName,
  key: SigningKey,
  extensions: readonly Uint8Array[],
  version?: 1 | 3,
) => Uint8Array;

function createIntermediate(name: string, random: Random, certify: Certify, fault: IntermediateFault | undefined) {
  const subject = { organization: name, commonName: `${name} Attestation Issuer` };
  const key = createSigningKey('ES256', random);
  const extensions = [
    fault === 'no-authority' ? basicConstraints(false) : basicConstraints(true, 0),
    keyUsage(fault === 'no-certificate-signing' ? 'signatures' : 'certificates'),
    // 2.999 is the arc for examples: nobody can understand what is under it.
    ...(fault === 'unknown-critical-extension' ? [extension('2.999.1', true, Uint8Array.of(5, 0))] : []),
  ];
  const named = fault === 'other-name' ? { ...subject, commonName: `${name} Attestation Office` } : subject;
  return { subject, key, der: certify(named, key, extensions, fault === 'version-1' ? 1 : 3) };
}

/** WebAuthn L3 §8.2.1, but for the faults asked for. */
function leafFields(name: string, aaguid: string, faults: readonly CertificateFault[], serialNumber?: Uint8Array) {
  const has = (fault: CertificateFault) => faults.includes(fault);
  const bytes = aaguidBytes(aaguid);
  if (has('aaguid-extension-mismatch')) bytes[0] = (bytes[0] ?? 0) ^ 0xff;
  return {
    version: has('version-1-leaf') ? 1 : 3,
    subject: {
      ...(has('no-country') ? {} : { country: has('country-in-words') ? 'Sweden' : 'SE' }),
      organization: has('no-organization') ? '' : name,
      organizationalUnit: has('wrong-ou') ? 'Authenticator Attestations' : 'Authenticator Attestation',
      commonName: `${name} Authenticator`,
    },
    extensions: [
      basicConstraints(has('ca-leaf')),
      keyUsage('signatures'),
      has('aaguid-extension-unwrapped')
        ? extension('1.3.6.1.4.1.45724.1.1.4', false, bytes)
        : aaguidExtension(bytes, has('aaguid-extension-critical')),
      ...(has('extension-twice') ? [basicConstraints(false)] : []),
      ...(serialNumber === undefined ? [] : [serialExtension(serialNumber, has)]),
    ],
  } as const;
}

/** id-fido-gen-ce-sernum. */
function serialExtension(serialNumber: Uint8Array, has: (fault: CertificateFault) => boolean): Uint8Array {
  const value = has('serial-extension-unwrapped') ? serialNumber : derOctetString(serialNumber);
  return extension('1.3.6.1.4.1.45724.1.1.2', has('serial-extension-critical'), value);
}

/** @param aaguid as a uuid. */
export function aaguidBytes(aaguid: string): Uint8Array {
  return new Uint8Array(Buffer.from(aaguid.replaceAll('-', ''), 'hex'));
}
