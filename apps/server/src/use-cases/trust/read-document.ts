import { hash } from 'node:crypto';
import { parseCertificate, pemCertificates, toBase64url } from '@holdfast/encoding';
import { err, type Instant, ok, type Refusal, type Result, refuse } from '@holdfast/kernel';
import {
  BUNDLE_TYPE,
  type ModelOverride,
  parseAndroidStatusList,
  parseOverrides,
  parseTrustFile,
  type TrustedModel,
  type TrustFileError,
} from '@holdfast/trust';
import { parse as parseYaml } from 'yaml';
import type { ReadMetadata } from '../../adapters/document-reader.ts';
import type { HeadingNotes, TrustBody, TrustDocumentKind } from '../../store/trust-documents.ts';

/** A document that was read and believed, whatever it changes. */
export type ReadDocument = TrustBody & {
  readonly kind: TrustDocumentKind;
  readonly digest: string;
  readonly number: number | null;
  readonly nextUpdateAt: Instant | null;
  readonly entries: number;
  /** Entries that could not be read. */
  readonly skipped: number;
  readonly notes: HeadingNotes;
  /** Certificates that metadata were signed under, leaf first; empty where nobody signed. */
  readonly signedUnder: readonly string[];
  /** By `modelKey`. */
  readonly icons: readonly (readonly [key: string, icon: string])[];
};

export type ReadContext = {
  readonly readMetadata: ReadMetadata;
  /** Roots for metadata, base64url of DER. */
  readonly anchors: readonly string[];
  readonly signerHosts: readonly string[] | null;
  /** When signers must be valid. */
  readonly at: Instant;
};

export type DocumentRefusal = Refusal & { readonly problems?: readonly string[] };

const CHARS_MAX = 32 * 1024 * 1024;
const PROBLEMS_TOLD = 100;

/** What a text is, by its look alone; whether it holds is for its reader to say. */
export function kindOf(text: string): TrustDocumentKind | 'page' | null {
  const start = text.slice(0, 512).trimStart();
  if (/^<(?:!doctype\b|html\b|\?xml\b|!--)/i.test(start)) return 'page';
  if (start.startsWith('-----BEGIN CERTIFICATE-----')) return 'managed_anchors';
  if (start.startsWith('{')) return 'android_status_list';
  if (/^[A-Za-z0-9_-]/.test(start) && text.includes('.') && !/\s\S/.test(text.trim().slice(0, 100_000))) {
    return jwsType(start) === BUNDLE_TYPE ? 'bundle' : 'metadata_blob';
  }
  const member = /^(?:#[^\n]*\n|---\n|\s)*(models|overrides)\s*:/.exec(text.slice(0, 100_000))?.[1];
  if (member === undefined) return null;
  return member === 'models' ? 'local_models' : 'overrides';
}

/** Decodes and believes one document, or says why not. Changes nothing. */
export async function readDocument(
  kind: Exclude<TrustDocumentKind, 'bundle'>,
  text: string,
  context: ReadContext,
): Promise<Result<ReadDocument, DocumentRefusal>> {
  if (text.length > CHARS_MAX) return err(refuse('trust.document_too_large', { received: text.length }));
  if (kindOf(text) === 'page') return err(refuse('trust.document_is_page'));
  switch (kind) {
    case 'metadata_blob':
      return readMetadataBlob(text, context);
    case 'android_status_list':
      return readStatusList(text);
    case 'local_models':
      return readLocalModels(text);
    case 'managed_anchors':
      return readManagedAnchors(text);
    case 'overrides':
      return readOverrides(text);
  }
}

async function readMetadataBlob(
  text: string,
  { readMetadata, anchors, signerHosts, at }: ReadContext,
): Promise<Result<ReadDocument, DocumentRefusal>> {
  const read = await readMetadata(text, { anchors, at, ...(signerHosts === null ? {} : { signerHosts }) });
  if (!read.ok) return read;
  const { value } = read;
  return ok({
    kind: 'metadata_blob',
    digest: value.digest,
    number: value.number,
    nextUpdateAt: value.nextUpdateAt,
    entries: value.entriesTotal,
    skipped: value.skippedTotal,
    notes: {
      signer: value.signer.subject,
      signerValidUntil: value.signer.validUntil,
      problems: value.problems,
      problemsTotal: value.problemsTotal,
      ...(value.legalHeader === null ? {} : { legalHeader: value.legalHeader }),
    },
    signedUnder: value.signer.path,
    icons: value.icons,
    body: text,
    reading: value.text,
  });
}

function readStatusList(text: string): Result<ReadDocument, DocumentRefusal> {
  const content = json(text);
  const list = content === undefined ? err(['The text is not JSON.']) : parseAndroidStatusList(content);
  if (!list.ok) return err(malformed('trust.status_list_malformed', list.error));
  return ok(plain('android_status_list', text, list.value.size));
}

function readLocalModels(text: string): Result<ReadDocument, DocumentRefusal> {
  const models = localModelsOf(text);
  return models.ok ? ok(plain('local_models', text, models.value.length)) : models;
}

/** The organisation's own models, from the YAML text of docs/trust.md. */
export function localModelsOf(text: string): Result<readonly TrustedModel[], DocumentRefusal> {
  return listOf(text, parseTrustFile, 'trust.models_malformed');
}

/** Models that sync in spite of what they say, from YAML or JSON text. */
export function overridesOf(text: string): Result<readonly ModelOverride[], DocumentRefusal> {
  return listOf(text, parseOverrides, 'trust.overrides_malformed');
}

function readOverrides(text: string): Result<ReadDocument, DocumentRefusal> {
  const overrides = overridesOf(text);
  return overrides.ok ? ok(plain('overrides', text, overrides.value.length)) : overrides;
}

function listOf<T>(
  text: string,
  parse: (content: unknown) => Result<T, readonly TrustFileError[]>,
  code: string,
): Result<T, DocumentRefusal> {
  let content: unknown;
  try {
    content = parseYaml(text, { schema: 'core', maxAliasCount: 0 });
  } catch (error) {
    return err(malformed(code, [error instanceof Error ? error.message : String(error)]));
  }
  const parsed = parse(content);
  if (parsed.ok) return parsed;
  return err(
    malformed(
      code,
      parsed.error.map(({ path, message }) => `${path}: ${message}`),
    ),
  );
}

function readManagedAnchors(text: string): Result<ReadDocument, DocumentRefusal> {
  const anchors = anchorsOf(text);
  return anchors.ok ? ok(plain('managed_anchors', text, anchors.value.length)) : anchors;
}

/** Authorities from PEM text, base64url of DER. The empty text takes all of them back. */
export function anchorsOf(text: string): Result<readonly string[], DocumentRefusal> {
  const found = pemCertificates(text);
  if (text.trim() === '') return ok([]);
  const problems = found.flatMap((der, index) => {
    const certificate = parseCertificate(der);
    if (!certificate.ok) return [`Certificate ${index + 1} cannot be read.`];
    return certificate.value.basicConstraints?.ca === true ? [] : [`Certificate ${index + 1} is not of an authority.`];
  });
  if (found.length === 0) problems.push('There is no certificate in PEM.');
  return problems.length === 0 ? ok(found.map(toBase64url)) : err(malformed('trust.anchors_malformed', problems));
}

function plain(kind: ReadDocument['kind'], body: string, entries: number): ReadDocument {
  return {
    kind,
    digest: hash('sha256', body, 'hex'),
    number: null,
    nextUpdateAt: null,
    entries,
    skipped: 0,
    notes: {},
    signedUnder: [],
    icons: [],
    body,
    reading: null,
  };
}

function malformed(code: string, problems: readonly string[]): DocumentRefusal {
  const told = problems.slice(0, PROBLEMS_TOLD).map((problem) => problem.slice(0, 300));
  return { ...refuse(code, { problems: told.slice(0, 10), problemsTotal: problems.length }), problems: told };
}

function jwsType(text: string): unknown {
  const [header = ''] = text.split('.', 1);
  const content = json(Buffer.from(header, 'base64url').toString('utf8'));
  return typeof content === 'object' && content !== null && Object.hasOwn(content, 'typ')
    ? Reflect.get(content, 'typ')
    : null;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
