import { isUtf8 } from 'node:buffer';
import { fromBase64url } from '@holdfast/encoding';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { BlobLimits } from './blob.ts';
import { findJsonFaults, JSON_FAULTS_MAX } from './json-faults.ts';
import type { MetadataRefusal } from './step.ts';
import { base64urlOf, type JsonObject, member, parseObject } from './untrusted-json.ts';

/** A JWS in compact form (RFC 7515 §3.1), taken apart. Nothing in it is believed yet, and the payload has not been looked at. */
export type Envelope = {
  readonly header: JsonObject;
  /** What the signature is over. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** Still base64url. */
  readonly payload: string;
};

const HEADER_CHARS_MAX = 65_536;
const HEADER_DEPTH_MAX = 8;
const CHAIN_LENGTH_MAX = 8;

type Refused<Step extends string> = Result<never, MetadataRefusal & { readonly step: Step }>;

export function readEnvelope(
  jwt: Uint8Array | string,
  { sizeBytesMax }: BlobLimits,
): Result<Envelope, MetadataRefusal & { readonly step: 'size' | 'shape' | 'header' }> {
  if (jwt.length > sizeBytesMax) {
    return at('size', refuse('metadata.too_large', { sizeBytes: jwt.length, sizeBytesMax }));
  }
  const text = withoutLineEnd(typeof jwt === 'string' ? jwt : latin1(jwt));
  const parts = text.split('.', 4);
  const [headerText = '', payload = '', signatureText = ''] = parts;
  const shapeless = (reason: string) =>
    at('shape', refuse('metadata.not_a_jws', { reason, start: text.slice(0, 32), sizeBytes: jwt.length }));
  if (parts.length !== 3) return shapeless('not three parts');
  if (headerText.length > HEADER_CHARS_MAX)
    return at('header', refuse('metadata.header_malformed', { reason: 'too large' }));
  const [headerBytes, signature] = [fromBase64url(headerText), fromBase64url(signatureText)];
  if (!headerBytes.ok || !signature.ok) return shapeless('not base64url');
  // The payload is only decoded after the signature was checked, but a signature over something else than base64url is none.
  if (!/^[A-Za-z0-9_-]+$/.test(payload)) return shapeless('not base64url');

  const malformed = (reason: string) => at('header', refuse('metadata.header_malformed', { reason }));
  const headerJson = utf8(headerBytes.value);
  if (headerJson === null) return malformed('not UTF-8');
  const [fault] = findJsonFaults(headerJson, HEADER_DEPTH_MAX);
  if (fault !== undefined) return malformed(fault.kind);
  const header = parseObject(headerJson);
  if (header === null) return malformed('not a JSON object');
  const signed = Buffer.from(text.slice(0, headerText.length + 1 + payload.length), 'latin1');
  return ok({ header, signed, signature: signature.value, payload });
}

/** RFC 7515 §4.1.6: base64, not base64url; leaf first. Null where it is not there, `malformed` where it is something else. */
export function readX5c(header: JsonObject): readonly string[] | null | 'malformed' {
  const value = member(header, 'x5c');
  if (value === undefined) return null;
  if (!Array.isArray(value) || value.length === 0 || value.length > CHAIN_LENGTH_MAX) return 'malformed';
  const chain = value.map((each: unknown) => (typeof each === 'string' ? base64urlOf(each) : null));
  return chain.every((each) => each !== null) ? chain : 'malformed';
}

/** What is signed: one object whose `entries` are a list, and which of the entries name something twice or are nested too deeply. */
export type Payload = {
  readonly object: JsonObject;
  readonly entries: readonly unknown[];
  readonly faulty: FaultyEntries;
};
export type FaultyEntries = ReadonlyMap<number, string>;

const faultWords = { 'member-twice': 'names a member twice', 'too-deep': 'is nested too deeply' } as const;

/** Faults inside of one entry are that entry's; anywhere else they make the whole ambiguous. */
export function readPayload(payload: string, limits: BlobLimits): Result<Payload, MetadataRefusal> {
  const malformed = (reason: string) => err(refuse('metadata.payload_malformed', { reason }));
  const bytes = fromBase64url(payload);
  if (!bytes.ok) return malformed('not base64url');
  const json = utf8(bytes.value);
  if (json === null) return malformed('not UTF-8');
  const faults = findJsonFaults(json, limits.depthMax);
  const ambiguous = faults.find(({ inMember, inElement }) => inMember !== 'entries' || inElement === null);
  if (ambiguous !== undefined) return malformed(`${ambiguous.kind} ${ambiguous.name.slice(0, 64)}`.trimEnd());
  if (faults.length === JSON_FAULTS_MAX) return malformed('too many faulty entries');
  const object = parseObject(json);
  if (object === null) return malformed('not a JSON object');
  const entries = member(object, 'entries');
  if (!Array.isArray(entries)) return malformed('entries');
  if (entries.length > limits.entriesMax) {
    return err(refuse('metadata.payload_too_large', { entries: entries.length, entriesMax: limits.entriesMax }));
  }
  const faulty = new Map(faults.map(({ kind, inElement }) => [inElement ?? 0, faultWords[kind]]));
  return ok({ object, entries, faulty });
}

export function x5uOf(header: JsonObject): string | null {
  const x5u = member(header, 'x5u');
  return typeof x5u === 'string' ? x5u.slice(0, 2048) : null;
}

/** Files end with a line end. A pattern that looks for it tries anew at each of megabytes of line ends. */
function withoutLineEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return text.slice(0, end);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function utf8(bytes: Uint8Array): string | null {
  if (!isUtf8(bytes)) return null;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function at<Step extends string>(step: Step, refusal: MetadataRefusal): Refused<Step> {
  return err({ ...refusal, step });
}
