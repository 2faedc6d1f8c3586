import { type IncomingMessage, get as plainGet } from 'node:http';
import { get as secureGet } from 'node:https';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isOwnMachine } from '../config.ts';
import { VERSION } from '../http/version.ts';

export type DownloadRequest = {
  readonly url: string;
  /** An entity tag (RFC 9110 §8.8.3), so that nothing comes where nothing changed. */
  readonly ifNoneMatch: string | null;
  /** Of the body, as it came and as unpacked. */
  readonly sizeBytesMax: number;
  /** From the first byte sent to the last received, redirects included. */
  readonly timeoutMs: number;
  /** What comes is signed, so that it may come without TLS, as lists of revocations do. */
  readonly isSigned?: boolean;
  /** Ends it early, as a failure. */
  readonly signal?: AbortSignal;
};

export type DownloadFailure =
  | 'trust.source_unreachable'
  | 'trust.source_timeout'
  | 'trust.source_status'
  | 'trust.source_busy'
  | 'trust.source_redirect'
  | 'trust.source_encoding'
  | 'trust.document_too_large';

export type Downloaded =
  | { readonly at: 'document'; readonly body: Uint8Array; readonly etag: string | null }
  | { readonly at: 'unchanged' }
  | {
      readonly at: 'failed';
      readonly code: DownloadFailure;
      /** What was seen, for operators. */
      readonly seen: string;
      /** How long the source wants to be left alone. */
      readonly retryAfterMs: number | null;
    };

/** Fetches one document. Never throws: whatever a source does is an outcome. */
export type Download = (request: DownloadRequest) => Promise<Downloaded>;

const REDIRECTS_MAX = 3;
const ETAG_CHARS_MAX = 256;
const RETRY_AFTER_MAX_MS = 7 * 24 * 60 * 60 * 1000;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

class Failed extends Error {
  readonly outcome: Downloaded;

  constructor(code: DownloadFailure, seen: string, retryAfterMs: number | null = null) {
    super(code);
    this.outcome = { at: 'failed', code, seen: seen.slice(0, 200), retryAfterMs };
  }
}

/** @param trusted certificates (PEM) of authorities to believe besides those of the system, for mirrors of one's own */
export function createDownload({ trusted }: { readonly trusted?: readonly string[] } = {}): Download {
  return async (request) => {
    const patience = AbortSignal.timeout(request.timeoutMs);
    const signal = request.signal === undefined ? patience : AbortSignal.any([patience, request.signal]);
    try {
      const response = await followed(request, signal, trusted);
      try {
        return await read(response, request);
      } finally {
        response.destroy();
      }
    } catch (error) {
      if (error instanceof Failed) return error.outcome;
      if (patience.aborted)
        return new Failed('trust.source_timeout', `nothing whole after ${request.timeoutMs} ms`).outcome;
      return new Failed('trust.source_unreachable', wordsOf(error)).outcome;
    }
  };
}

async function followed(
  { url, ifNoneMatch, isSigned = false }: DownloadRequest,
  signal: AbortSignal,
  trusted: readonly string[] | undefined,
): Promise<IncomingMessage> {
  const first = new URL(url);
  let current = first;
  for (let followedCount = 0; ; followedCount += 1) {
    const response = await requested(current, { ifNoneMatch, isSigned, signal, trusted });
    if (!redirects.has(response.statusCode ?? 0)) return response;
    response.destroy();
    const location = response.headers.location ?? '';
    if (followedCount >= REDIRECTS_MAX)
      throw new Failed('trust.source_redirect', `more than ${REDIRECTS_MAX} redirects`);
    if (!URL.canParse(location, current)) throw new Failed('trust.source_redirect', `to ${location}`);
    current = new URL(location, current);
    if (current.host !== first.host || current.protocol !== first.protocol) {
      throw new Failed('trust.source_redirect', `to ${current.origin}`);
    }
  }
}

type Asking = {
  readonly ifNoneMatch: string | null;
  readonly isSigned: boolean;
  readonly signal: AbortSignal;
  readonly trusted: readonly string[] | undefined;
};

function requested(url: URL, { ifNoneMatch, isSigned, signal, trusted }: Asking): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:';
  if (!secure && !isSigned && !isOwnMachine(url))
    throw new Failed('trust.source_redirect', `${url.origin} is not https`);
  const options = {
    signal,
    headers: {
      'user-agent': `holdfast/${VERSION}`,
      accept: '*/*',
      'accept-encoding': 'gzip',
      ...(ifNoneMatch === null ? {} : { 'if-none-match': ifNoneMatch }),
    },
  };
  return new Promise((resolve, reject) => {
    const sent = secure
      ? secureGet(url, { ...options, ...(trusted === undefined ? {} : { ca: [...trusted] }) }, resolve)
      : plainGet(url, options, resolve);
    sent.on('error', reject);
  });
}

async function read(response: IncomingMessage, { sizeBytesMax }: DownloadRequest): Promise<Downloaded> {
  const status = response.statusCode ?? 0;
  if (status === 304) return { at: 'unchanged' };
  if (status === 429 || status === 503) {
    throw new Failed('trust.source_busy', `status ${status}`, retryAfter(response));
  }
  if (status !== 200) throw new Failed('trust.source_status', `status ${status}`);
  const announced = Number(response.headers['content-length'] ?? 0);
  if (announced > sizeBytesMax) throw new Failed('trust.document_too_large', `${announced} bytes announced`);
  const body = await bodyOf(response, sizeBytesMax);
  const etag = response.headers.etag;
  return { at: 'document', body, etag: etag === undefined || etag.length > ETAG_CHARS_MAX ? null : etag };
}

/** Counts what comes in and what is unpacked while it does so: a bomb ends at the limit, not at the end of the memory. */
async function bodyOf(response: IncomingMessage, sizeBytesMax: number): Promise<Uint8Array> {
  const encoding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'identity') throw new Failed('trust.source_encoding', encoding);
  const unpacked = encoding === 'gzip' ? createGunzip() : null;
  const chunks: Buffer[] = [];
  let taken = 0;
  let kept = 0;
  const tooLarge = () => new Failed('trust.document_too_large', `more than ${sizeBytesMax} bytes`);
  const keep = (chunk: Buffer): void => {
    kept += chunk.length;
    if (kept > sizeBytesMax) throw tooLarge();
    chunks.push(chunk);
  };
  if (unpacked === null) {
    for await (const chunk of response) keep(chunk as Buffer);
    return Buffer.concat(chunks);
  }
  response.on('data', (chunk: Buffer) => {
    taken += chunk.length;
    if (taken > sizeBytesMax) response.destroy(tooLarge());
  });
  response.pipe(unpacked);
  // An error of the response does not end what it is piped into.
  finished(response, { writable: false }).catch((error: unknown) => unpacked.destroy(error as Error));
  try {
    for await (const chunk of unpacked) keep(chunk as Buffer);
  } catch (error) {
    if (isZlibError(error)) throw new Failed('trust.source_encoding', wordsOf(error));
    throw error;
  }
  return Buffer.concat(chunks);
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}

/** RFC 9110 §10.2.3: seconds, or a date, which counts from the clock of whoever sent it. */
function retryAfter({ headers }: IncomingMessage): number | null {
  const text = headers['retry-after'] ?? '';
  const from = Date.parse(headers.date ?? '');
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - from;
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, RETRY_AFTER_MAX_MS) : null;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return code !== '' && !error.message.includes(code) ? `${code}: ${error.message}` : error.message || code;
}
