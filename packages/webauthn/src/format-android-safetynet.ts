import { hash, verify } from 'node:crypto';
import { type Certificate, contextTag, DerReader, derTags, equalBytes, fromBase64url } from '@holdfast/encoding';
import { err, type Instant, ok, type Result, refuse } from '@holdfast/kernel';
import {
  attToBeSigned,
  type CertificateBytes,
  certifiedByDevice,
  malformedStatement,
  readBytes,
  readLeaf,
  readMembers,
  unfitCertificate,
} from './attestation-statement.ts';
import type { FormatInput, FormatVerifier } from './formats.ts';
import type { WebauthnRefusal } from './step.ts';
import { isRecord, member } from './untrusted-json.ts';

/** A response of the SafetyNet service: a JWS in compact form (RFC 7515). */
type Response = {
  readonly algorithm: 'RS256' | 'ES256';
  readonly chain: CertificateBytes;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
};

const HOST = 'attest.android.com';
const RESPONSE_BYTES_MAX = 32_768;
const CHAIN_LENGTH_MAX = 8;
/** The service stamps a response when it makes it, moments before the ceremony ends; clocks differ by a little. */
const AGE_MAX_MS = 60_000;
const AHEAD_MAX_MS = 10_000;
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const DNS_NAME = contextTag(2) & ~0x20;
const algorithmNumbers = { RS256: -257, ES256: -7 } as const;

/** WebAuthn L3 §8.5. */
export const verifyAndroidSafetyNet: FormatVerifier = (input) => {
  const members = readMembers(input.attStmt, ['ver', 'response']);
  if (!members.ok) return members;
  const version = members.value.get('ver');
  if (typeof version !== 'string' || version === '') return malformedStatement('ver');
  const bytes = readBytes(members.value, 'response');
  if (!bytes.ok) return bytes;
  const response = readResponse(bytes.value);
  if (!response.ok) return response;
  const { algorithm, chain, payload } = response.value;
  const leaf = readLeaf(chain);
  if (!leaf.ok) return leaf;
  const refusal = responseRefusal(response.value, leaf.value) ?? payloadRefusal(payload, input);
  if (refusal !== undefined) return err(refusal);
  const [apkPackageName, basicIntegrity] = [member(payload, 'apkPackageName'), member(payload, 'basicIntegrity')];
  return ok(
    certifiedByDevice(algorithmNumbers[algorithm], chain, leaf.value, {
      format: 'android-safetynet',
      retired: true,
      version,
      apkPackageName: typeof apkPackageName === 'string' ? apkPackageName.slice(0, 256) : null,
      ctsProfileMatch: true,
      basicIntegrity: typeof basicIntegrity === 'boolean' ? basicIntegrity : null,
    }),
  );
};

function readResponse(bytes: Uint8Array): Result<Response, WebauthnRefusal> {
  if (bytes.length > RESPONSE_BYTES_MAX) return malformedStatement('response');
  const text = Buffer.from(bytes).toString('latin1');
  const [headerText = '', payloadText = '', signatureText = '', ...rest] = text.split('.');
  const [header, payload, signature] = [readJson(headerText), readJson(payloadText), fromBase64url(signatureText)];
  if (header === null || payload === null || !signature.ok || rest.length > 0) return malformedStatement('response');
  const algorithm = member(header, 'alg');
  if (algorithm !== 'RS256' && algorithm !== 'ES256') return malformedStatement('response alg');
  // RFC 7515 §4.1.11: whoever does not understand a critical parameter must refuse; none is understood here.
  if (member(header, 'crit') !== undefined) return malformedStatement('response crit');
  const chain = readX5c(member(header, 'x5c'));
  if (chain === null) return malformedStatement('response x5c');
  const signed = bytes.subarray(0, headerText.length + 1 + payloadText.length);
  return ok({ algorithm, chain, payload, signed, signature: signature.value });
}

function readJson(encoded: string): Readonly<Record<string, unknown>> | null {
  const bytes = fromBase64url(encoded);
  if (!bytes.ok) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** RFC 7515 §4.1.6: base64, not base64url. */
function readX5c(value: unknown): CertificateBytes | null {
  if (!Array.isArray(value) || value.length > CHAIN_LENGTH_MAX) return null;
  const certificates = value.flatMap((text: unknown) =>
    typeof text === 'string' && /^[A-Za-z0-9+/]+={0,2}$/.test(text)
      ? [new Uint8Array(Buffer.from(text, 'base64'))]
      : [],
  );
  const [leaf, ...rest] = certificates;
  return leaf === undefined || certificates.length !== value.length ? null : [leaf, ...rest];
}

/** That the response came from the service: its signature, and a certificate for its host name. */
function responseRefusal({ algorithm, signed, signature }: Response, leaf: Certificate): WebauthnRefusal | undefined {
  const { publicKey } = leaf;
  const expected = algorithm === 'RS256' ? 'rsa' : 'ec';
  if (publicKey === null || publicKey.asymmetricKeyType !== expected) {
    return refuse('webauthn.attestation_algorithm_mismatch', { received: algorithm, reason: 'certified key' });
  }
  // RFC 7518 §3.4: r and s one after the other, unlike everywhere else in WebAuthn.
  if (!isSignature(signed, signature, { key: publicKey, dsaEncoding: 'ieee-p1363' })) {
    return refuse('webauthn.attestation_signature_invalid', { algorithm });
  }
  const host = readHosts(leaf);
  return host.includes(HOST) ? undefined : unfitCertificate(`host ${host.join(', ').slice(0, 128)}`);
}

function isSignature(signed: Uint8Array, signature: Uint8Array, key: Parameters<typeof verify>[2]): boolean {
  try {
    return verify('sha256', signed, key, signature);
  } catch {
    return false;
  }
}

/** RFC 6125: the alternative names, or the common name where there are none. */
function readHosts({ extensions, subject }: Certificate): readonly string[] {
  const alternativeName = extensions.get(SUBJECT_ALTERNATIVE_NAME);
  if (alternativeName === undefined) return subject.commonName;
  const reader = new DerReader(alternativeName.value);
  const names = reader.open(derTags.sequence);
  reader.close();
  const hosts: string[] = [];
  while (names.hasMore()) {
    const name = names.any();
    if (name.tag === DNS_NAME) hosts.push(Buffer.from(names.content(name)).toString('latin1'));
  }
  return reader.fault === null ? hosts : [];
}

function payloadRefusal(payload: Readonly<Record<string, unknown>>, input: FormatInput): WebauthnRefusal | undefined {
  const nonce = member(payload, 'nonce');
  const expected = hash('sha256', attToBeSigned(input), 'buffer');
  if (typeof nonce !== 'string' || !equalBytes(Buffer.from(nonce, 'base64'), expected)) {
    return refuse('webauthn.attestation_nonce_mismatch', { reason: 'nonce' });
  }
  if (member(payload, 'ctsProfileMatch') !== true) return refuse('webauthn.attestation_device_not_genuine');
  const { at, skipTimestampCheck } = input.settings;
  return skipTimestampCheck === true ? undefined : timestampRefusal(member(payload, 'timestampMs'), at);
}

function timestampRefusal(timestampMs: unknown, at: Instant | undefined): WebauthnRefusal | undefined {
  if (typeof timestampMs !== 'number' || at === undefined) {
    return refuse('webauthn.attestation_time_unexpected', {
      reason: at === undefined ? 'no time given' : 'no timestamp',
    });
  }
  const ageMs = at - timestampMs;
  if (ageMs <= AGE_MAX_MS && ageMs >= -AHEAD_MAX_MS) return undefined;
  return refuse('webauthn.attestation_time_unexpected', { ageMs });
}
