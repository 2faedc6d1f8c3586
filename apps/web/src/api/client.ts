import type { Api, Refused } from '@holdfast/server/contract';
import { apiWords } from '../words/api.ts';

export type EndpointName = keyof Api;
type Present<T, K extends string> = T extends undefined ? { readonly [P in K]?: undefined } : { readonly [P in K]: T };
type QueryPart<Q> = Q extends undefined
  ? { readonly query?: undefined }
  : Record<string, never> extends Q
    ? { readonly query?: Q }
    : { readonly query: Q };

/** What a request of an endpoint needs: its params, query and body, as the contract declares them. */
export type Input<E extends EndpointName> = Present<Api[E]['params'], 'params'> &
  Present<Api[E]['body'], 'body'> &
  QueryPart<Api[E]['query']> & { readonly signal?: AbortSignal };
export type Answer<E extends EndpointName> = Api[E]['answer'];

type Arguments<E extends EndpointName> =
  Record<string, never> extends Omit<Input<E>, 'signal'> ? [input?: Input<E>] : [input: Input<E>];

/** Public names of refusals that are not the server's own: nothing answered, or nothing that could be read. */
export const unreachable = 'unreachable';
export const unreadable = 'unreadable';

/** A request that did not succeed. `message` is a sentence for the person. */
export class ApiError extends Error {
  override readonly name: string;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly fields: NonNullable<Refused['fields']>;

  constructor(
    status: number,
    refused: { error: string; message: string; requestId?: string; fields?: Refused['fields'] },
  ) {
    super(refused.message);
    this.name = refused.error;
    this.status = status;
    this.requestId = refused.requestId;
    this.fields = refused.fields ?? [];
  }
}

type Given = {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
};

/** Calls the API: `call('GET /api/v1/people', { query: { q } })`. Throws `ApiError` and nothing else, save an abort. */
export async function call<E extends EndpointName>(endpoint: E, ...rest: Arguments<E>): Promise<Answer<E>> {
  const response = await ask(endpoint, rest);
  if (response.status === 204) return undefined as Answer<E>;
  return (await readJson(response)) as Answer<E>;
}

/** A file as it came, byte for byte, and the name that the server proposes for it. */
export type DownloadedFile = { readonly bytes: ArrayBuffer; readonly name: string };

/** As `call`, where the answer is to be saved and not read. */
export async function callForFile<E extends EndpointName>(endpoint: E, ...rest: Arguments<E>): Promise<DownloadedFile> {
  const response = await ask(endpoint, rest);
  const name = /filename="([^"/\\]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'download';
  try {
    return { bytes: await response.arrayBuffer(), name };
  } catch {
    throw unreadableAnswer(response.status);
  }
}

/** Sends a request; an answer that is no success is thrown. */
async function ask(endpoint: string, rest: readonly unknown[]): Promise<Response> {
  const given = (rest[0] ?? {}) as Given;
  const { method, url } = addressOf(endpoint, given);
  const response = await send(url, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    ...(given.signal === undefined ? {} : { signal: given.signal }),
  });
  if (response.ok) return response;
  const body = await readJson(response);
  throw isRefused(body) ? new ApiError(response.status, body) : unreadableAnswer(response.status);
}

/** Fills `:name` params into the path and appends the query, each encoded. */
export function addressOf(
  endpoint: string,
  input: { params?: unknown; query?: unknown },
): { method: string; url: string } {
  const [method = '', path = ''] = endpoint.split(' ');
  const params = new Map(Object.entries(input.params ?? {}));
  const filled = path.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(String(params.get(name))));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return { method, url: text === '' ? filled : `${filled}?${text}` };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, { error: unreachable, message: apiWords('unreachable') });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw unreadableAnswer(response.status);
  }
}

function unreadableAnswer(status: number): ApiError {
  return new ApiError(status, { error: unreadable, message: apiWords('unreadable') });
}

function isRefused(body: unknown): body is Refused {
  return typeof body === 'object' && body !== null && 'error' in body && 'message' in body;
}
