import type { Static, TSchema } from 'typebox';
import type { Access } from '../../access/permissions.ts';

/**
 * One endpoint as data. The router mounts it, OpenAPI describes it and the web pages are typed by it; a handler is
 * attached in `http/<area>.ts`. Bodies, queries and params are closed: an unknown member is refused.
 */
export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Fastify style, `:name` for params. */
  readonly path: `/${string}`;
  readonly needs: Access;
  /** True where the session must rest on an assertion of the last five minutes (product.md E2). */
  readonly fresh?: boolean;
  readonly summary: string;
  /** Where more than half a mebibyte is read: then only of those who may call, before anything of it is. */
  readonly bodyBytesMax?: number;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** The answer of status 200; 204 where there is none. */
  readonly answer?: TSchema;
};

export function endpoint<const E extends Endpoint>(declared: E): E {
  return declared;
}

type Part<E extends Endpoint, K extends 'params' | 'query' | 'body' | 'answer'> = E[K] extends TSchema
  ? Static<E[K]>
  : undefined;

export type ParamsOf<E extends Endpoint> = Part<E, 'params'>;
export type QueryOf<E extends Endpoint> = Part<E, 'query'>;
export type BodyOf<E extends Endpoint> = Part<E, 'body'>;
export type AnswerOf<E extends Endpoint> = Part<E, 'answer'>;
