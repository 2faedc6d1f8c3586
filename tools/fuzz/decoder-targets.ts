import {
  type Certificate,
  concatBytes,
  decodeCbor,
  encodeCbor,
  equalBytes,
  fromBase64url,
  importCoseKey,
  importSpki,
  isSignedBy,
  nameText,
  parseCertificate,
  parseTpmAttest,
  parseTpmPublicArea,
  pemCertificates,
  readName,
  toBase64url,
} from '@holdfast/encoding';
import { parseAuthenticatorData, parseKeyDescription } from '@holdfast/webauthn';
import { parseClientData } from '../../packages/webauthn/src/client-data.ts';
import type { Chance } from './chance.ts';
import {
  bytesIn,
  emulatedAssertions,
  emulatedRegistrations,
  foreignRegistrations,
  type Registration,
} from './corpus.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateCbor } from './mutate-cbor.ts';
import { mutateDer } from './mutate-der.ts';
import { mutateJson } from './mutate-json.ts';
import { promise, type Target, target } from './target.ts';

const KEY_DESCRIPTION = '1.3.6.1.4.1.11129.2.1.17';

const all = (): readonly Registration[] => [...emulatedRegistrations(), ...foreignRegistrations()];
const authDataOf = ({ object }: Registration) => {
  const value: unknown = object.get('authData');
  return value instanceof Uint8Array ? value : new Uint8Array();
};

/** A seed that is damaged half of the time byte by byte and half of the time in its structure. */
function damaged(seeds: readonly Uint8Array[], structured: (bytes: Uint8Array, chance: Chance) => Uint8Array) {
  if (seeds.length === 0) throw new Error('an empty corpus');
  return (chance: Chance): Uint8Array => {
    const seed = chance.oneOf(seeds);
    return chance.once(2) ? mutateBytes(seed, chance, seeds) : structured(seed, chance);
  };
}

const keysOf = (registrations: readonly Registration[]) =>
  registrations.flatMap((registration) => {
    const parsed = parseAuthenticatorData(authDataOf(registration));
    const attested = parsed.ok ? parsed.value.attestedCredentialData : null;
    return attested === null ? [] : [attested.credentialPublicKey];
  });

const certificatesOf = (registrations: readonly Registration[]) => bytesIn(registrations, 'x5c');

const extensionsOf = (registrations: readonly Registration[], oid: string) =>
  certificatesOf(registrations).flatMap((der) => {
    const certificate = parseCertificate(der);
    const extension = certificate.ok ? certificate.value.extensions.get(oid) : undefined;
    return extension === undefined ? [] : [extension.value];
  });

/** Everything that is worked out only when somebody asks for it. */
function ask(certificate: Certificate): void {
  const { serial, subjectText, subject, publicKey, notBefore, notAfter } = certificate;
  promise(/^[0-9a-f]+$/.test(serial), 'a serial number is lower-case hex');
  promise(!/\p{Cc}/u.test(subjectText), 'a subject has no control characters');
  promise(subject.attributes.length <= 16_384, 'a subject is bounded');
  promise(Number.isSafeInteger(notBefore) && Number.isSafeInteger(notAfter), 'dates are instants');
  isSignedBy(certificate, publicKey);
}

export const decoderTargets: readonly Target[] = [
  target('base64url', 'base64url as members of responses', () => ({
    make: (chance) => {
      const text = toBase64url(chance.bytes(chance.below(40)));
      const at = chance.below(text.length + 1);
      return chance.once(3)
        ? text
        : `${text.slice(0, at)}${chance.oneOf(['=', '+', '/', ' ', '\n', 'é', '_', 'B'])}${text.slice(at)}`;
    },
    check: (text) => {
      const bytes = fromBase64url(text);
      promise(!bytes.ok || toBase64url(bytes.value) === text, 'one spelling for each byte string');
      return bytes.ok;
    },
  })),
  target('cbor', 'CBOR of attestation objects', () => ({
    make: damaged(
      all().map(({ attestationObject }) => attestationObject),
      mutateCbor,
    ),
    check: (bytes) => {
      const decoded = decodeCbor(bytes);
      // Shortest heads everywhere: whatever is accepted takes as many bytes as its canonical form.
      promise(!decoded.ok || encodeCbor(decoded.value).length === bytes.length, 'nothing but shortest forms');
      return decoded.ok;
    },
  })),
  target('cose-key', 'COSE keys', () => ({
    make: damaged(keysOf(all()), mutateCbor),
    check: (bytes) => {
      const key = importCoseKey(bytes);
      if (!key.ok) return false;
      const again = importSpki(key.value.spki, key.value.algorithm.number);
      promise(again.ok && equalBytes(again.value.spki, key.value.spki), 'an accepted key can be stored and imported');
      return true;
    },
  })),
  target('spki', 'stored public keys', () => ({
    make: damaged(
      keysOf(all()).flatMap((cose) => {
        const key = importCoseKey(cose);
        return key.ok ? [key.value.spki] : [];
      }),
      mutateDer,
    ),
    check: (bytes) => importSpki(bytes).ok,
  })),
  target('certificate', 'X.509 certificates', () => ({
    make: damaged(certificatesOf(all()), mutateDer),
    check: (der) => {
      const certificate = parseCertificate(der);
      if (certificate.ok) ask(certificate.value);
      return certificate.ok;
    },
  })),
  target('distinguished-name', 'names of certificates', () => ({
    make: damaged(
      certificatesOf(all()).flatMap((der) => {
        const certificate = parseCertificate(der);
        return certificate.ok ? [certificate.value.subjectName] : [];
      }),
      mutateDer,
    ),
    check: (der) => {
      const name = readName(der);
      if (name !== null) promise(nameText(name).length <= 4096, 'a name for people is short');
      return name !== null;
    },
  })),
  target('pem', 'PEM of trust files', () => ({
    make: (chance) => {
      const body = Buffer.from(chance.bytes(chance.below(200))).toString('base64');
      const pem = `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
      return Buffer.from(mutateBytes(Buffer.from(pem.repeat(1 + chance.below(3))), chance)).toString('latin1');
    },
    check: (pem) => pemCertificates(pem).length > 0,
  })),
  target('authenticator-data', 'authenticator data', () => ({
    make: damaged(
      [
        ...all().map(authDataOf),
        ...emulatedAssertions().map(({ response }) => Buffer.from(response.response.authenticatorData, 'base64url')),
      ],
      (bytes, chance) => concatBytes(bytes.subarray(0, 55), mutateBytes(bytes.subarray(55), chance)),
    ),
    check: (bytes) => {
      const parsed = parseAuthenticatorData(bytes);
      if (!parsed.ok) return false;
      const attested = parsed.value.attestedCredentialData;
      const known =
        37 + (attested === null ? 0 : 18 + attested.credentialId.length + attested.credentialPublicKey.length);
      const isExact = parsed.value.extensions === null ? known === bytes.length : known < bytes.length;
      promise(isExact, 'every byte belongs to something');
      return true;
    },
  })),
  target('client-data', 'client data as text', () => ({
    make: (chance) =>
      mutateJson(
        '{"type":"webauthn.create","challenge":"AAAA","origin":"https://login.example","crossOrigin":false}',
        chance,
      ),
    check: (text) => parseClientData(text).ok,
  })),
  target('tpm-cert-info', 'TPMS_ATTEST', () => ({
    make: damaged(bytesIn(all(), 'certInfo'), mutateBytes),
    check: (bytes) => parseTpmAttest(bytes).ok,
  })),
  target('tpm-public-area', 'TPMT_PUBLIC', () => ({
    make: damaged(bytesIn(all(), 'pubArea'), mutateBytes),
    check: (bytes) => {
      const area = parseTpmPublicArea(bytes);
      if (area.ok) importSpki(area.value.spki);
      return area.ok;
    },
  })),
  target('android-key-description', 'the key description of Android', () => ({
    make: damaged(extensionsOf(all(), KEY_DESCRIPTION), mutateDer),
    check: (bytes) => parseKeyDescription(bytes).ok,
  })),
];
