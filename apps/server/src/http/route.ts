import type { Instant, PersonId, Refusal, Result } from '@holdfast/kernel';
import type { Permission, Role } from '../access/permissions.ts';
import type { Ports } from '../ports.ts';
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from './contract/endpoint.ts';

/** Where a request came from, for events and limits. */
export type Caller = {
  readonly address: string;
  readonly origin: string | null;
  readonly userAgent: string;
  readonly requestId: string;
};

/** The session behind a request, read once in one query, with what it may do. */
export type Actor = {
  readonly sessionId: string;
  readonly personId: PersonId;
  readonly username: string;
  readonly displayName: string;
  readonly userHandle: string;
  readonly credentialId: string;
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  /** The latest assertion in this session. */
  readonly assertedAt: Instant;
  readonly idleEndsAt: Instant;
  readonly endsAt: Instant;
};

/** Acts that need a fresh assertion are open for this long after one (product.md E2). */
export const FRESH_MS = 5 * 60 * 1000;

/** An assertion from far in the future is as stale as an old one: a clock went back, and nobody knows how long ago it was. */
export function isFresh({ assertedAt }: Pick<Actor, 'assertedAt'>, at: Instant): boolean {
  return Math.abs(at - assertedAt) <= FRESH_MS;
}

export type Call<E extends Endpoint> = {
  /** Read once; every record of this request carries it. */
  readonly at: Instant;
  readonly caller: Caller;
  readonly actor: E['needs'] extends 'public' ? Actor | null : Actor;
  /** The value of the ceremony cookie, null where the browser has none yet. */
  readonly ceremonyId: string | null;
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
};

export type Answer<T> = {
  readonly body: T;
  /** Opens or ends the cookie session of this browser. */
  readonly session?: { readonly token: string; readonly endsAt: Instant } | 'end';
  /** Sets the ceremony cookie. */
  readonly ceremonyId?: string;
  /** Sent in place of the body, byte for byte, to be saved under that name. SHA-256 of the bytes in hex. */
  readonly file?: { readonly name: string; readonly text: string; readonly sha256: string };
};

/** A refusal and what the event should say besides. The router writes the event and the answer, nobody else does. */
export type RefusedCall = Refusal & {
  readonly event?: {
    readonly type: string;
    readonly subjectId?: string | null;
    readonly credentialId?: string | null;
    readonly policyDigest?: string | null;
    readonly detail?: Readonly<Record<string, unknown>>;
  };
  /** True where nothing was attempted: no event is written and nothing is counted. */
  readonly silent?: boolean;
  /** Further keys to count this refusal under, e.g. `credential:<id>`; the address is always counted. */
  readonly countedFor?: readonly string[];
  /** Replaces the catalogue's sentence where the policy has a better one for this person. */
  readonly message?: string;
  readonly fields?: readonly { readonly field: string; readonly message: string }[];
};

export type Handler<E extends Endpoint> = (
  ports: Ports,
  call: Call<E>,
) => Promise<Result<Answer<AnswerOf<E>>, RefusedCall>>;

export type Route = { readonly endpoint: Endpoint; readonly handle: Handler<Endpoint> };

/** Attaches a handler to a declared endpoint. */
export function route<E extends Endpoint>(endpoint: E, handle: Handler<E>): Route {
  // The router validates params, query and body with the endpoint's own schemas before it calls.
  return { endpoint, handle: handle as unknown as Handler<Endpoint> };
}
