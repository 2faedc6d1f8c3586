import { isIP, isIPv4 } from 'node:net';
import { err, type Instant, type Result, refuse } from '@holdfast/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerEvent } from '../access/caller-event.ts';
import { addressKeys, memberKeys, type RefusalLimits, strayKeys } from '../access/refusal-limits.ts';
import { sessionKey } from '../access/session-token.ts';
import { errorEntry } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { appendEvent } from '../store/audit.ts';
import { findActor, SEEN_STEP_MS, touchSession } from '../store/sessions.ts';
import type { Endpoint } from './contract/endpoint.ts';
import type { Refused } from './contract/shapes.ts';
import {
  CEREMONY_COOKIE,
  ceremonyCookie,
  endedSessionCookie,
  readCookie,
  SESSION_COOKIE,
  sessionCookie,
} from './cookies.ts';
import { type Actor, type Answer, type Caller, isFresh, type RefusedCall, type Route } from './route.ts';

/** Mounts every endpoint. One without a declared permission does not compile, and one declared twice does not start. */
export function mountRoutes(
  server: FastifyInstance,
  ports: Ports,
  limits: RefusalLimits,
  routes: readonly Route[],
): void {
  server.decorateRequest('caller', null);
  for (const { endpoint, handle } of routes) {
    server.route({
      method: endpoint.method,
      url: endpoint.path,
      schema: schemaOf(endpoint),
      attachValidation: true,
      ...(endpoint.bodyBytesMax === undefined ? {} : largeBody(ports, limits, endpoint, endpoint.bodyBytesMax)),
      handler: async (request, reply) => {
        const at = ports.now();
        const caller = callerOf(request);
        const actor = await actorOf(ports, request, at);
        // People who are signed in go on working when somebody else at their address is guessing.
        if (actor === null && limits.isBlocked(keysOf(ports, request, null), at)) {
          return answerRefusal(reply, caller, refuse('request.too_many'));
        }
        const answered = await admit(ports, endpoint, request, { actor, at, caller }, (call) => handle(ports, call));
        if (!answered.ok)
          return await refuseCall(ports, limits, reply, { caller, actor, at, endpoint }, answered.error);
        return answer(reply, at, endpoint, answered.value);
      },
    });
  }
}

/** A body that could fill the memory is read only of whoever may send it: the others are answered before any of it is. */
function largeBody(ports: Ports, limits: RefusalLimits, endpoint: Endpoint, bodyLimit: number) {
  return {
    bodyLimit,
    onRequest: async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
      const at = ports.now();
      const caller = callerOf(request);
      const actor = await actorOf(ports, request, at);
      if (actor === null && limits.isBlocked(keysOf(ports, request, null), at)) {
        return answerRefusal(reply, caller, refuse('request.too_many'));
      }
      const refusal = refusalOfCaller(ports, endpoint, request, actor);
      if (refusal === null) return undefined;
      reply.header('connection', 'close');
      return refuseCall(ports, limits, reply, { caller, actor, at, endpoint }, refusal);
    },
  };
}

const noMembers = { type: 'object', properties: {}, additionalProperties: false } as const;

function schemaOf({ params, query, body, answer }: Endpoint): Record<string, unknown> {
  return {
    ...(params === undefined ? {} : { params }),
    querystring: query ?? noMembers,
    ...(body === undefined ? {} : { body }),
    ...(answer === undefined ? {} : { response: { 200: answer } }),
  };
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Kept by `callerOf`. */
    caller: Caller | null;
  }
}

/** Worked out once for each request: limits, handler, events and log ask for it, and finding the address takes a while. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller) return request.caller;
  const caller = {
    address: plainAddress(request.ip, request.socket.remoteAddress ?? ''),
    origin: request.headers.origin?.slice(0, 512) ?? null,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
    requestId: request.id,
  };
  request.caller = caller;
  return caller;
}

/**
 * An address alone. Some proxies pass a port on with it, which would give each connection limits of its own; of what is
 * no address at all nothing is believed.
 */
function plainAddress(given: string, connected: string): string {
  if (isIPv4(given)) return given;
  const bare = /^\[(.+)\](?::\d+)?$/.exec(given)?.[1] ?? /^([\d.]+):\d+$/.exec(given)?.[1] ?? given;
  const [address = ''] = (isIP(bare) === 0 ? connected : bare).split('%');
  return address;
}

/** What a refusal counts against: other sites can make a browser ask, but not make its address guess. */
export function keysOf(
  { config }: Ports,
  request: FastifyRequest,
  actor: Pick<Actor, 'personId'> | null,
): readonly string[] {
  const { address } = callerOf(request);
  if (isSentByOtherSite(request, config.origin)) return strayKeys(address);
  return actor === null ? addressKeys(address) : memberKeys(actor.personId);
}

async function actorOf(ports: Ports, request: FastifyRequest, at: Instant): Promise<Actor | null> {
  const token = readCookie(request.headers.cookie, SESSION_COOKIE);
  if (token === null) return null;
  const actor = await findActor(ports.database.queries, sessionKey(token), at);
  if (actor !== null && at - actor.lastSeenAt >= SEEN_STEP_MS) {
    await touchSession(ports.database.queries, actor.sessionId, at);
  }
  return actor;
}

/** The checks that every endpoint shares, in order; then the endpoint itself. */
async function admit(
  ports: Ports,
  endpoint: Endpoint,
  request: FastifyRequest,
  { actor, at, caller }: { actor: Actor | null; at: Instant; caller: Caller },
  handle: (call: never) => Promise<Result<Answer<unknown>, RefusedCall>>,
): Promise<Result<Answer<unknown>, RefusedCall>> {
  const refusal = refusalOfCaller(ports, endpoint, request, actor);
  if (refusal !== null) return err(refusal);
  if (request.validationError !== undefined) return err(malformed(request.validationError as ValidationError));
  if (endpoint.body === undefined && request.body !== undefined && request.body !== null) {
    return err(refuse('request.malformed', { fields: ['body is not expected here'] }));
  }
  if (endpoint.fresh === true && actor !== null && !isFresh(actor, at)) {
    return err(refuse('session.assertion_stale'));
  }
  const call = {
    at,
    caller,
    actor,
    ceremonyId: readCookie(request.headers.cookie, CEREMONY_COOKIE),
    params: request.params,
    query: request.query,
    body: request.body,
  };
  return handle(call as never);
}

/** Why whoever calls may not, whatever they ask. */
function refusalOfCaller(
  ports: Ports,
  endpoint: Endpoint,
  request: FastifyRequest,
  actor: Actor | null,
): RefusedCall | null {
  if (crossesSites(ports, endpoint, request)) return refuse('request.cross_site');
  if (endpoint.needs === 'public') return null;
  if (actor === null) return sessionRequired(request);
  if (endpoint.needs === 'signed-in' || actor.permissions.has(endpoint.needs)) return null;
  return refuse('session.permission_missing', { needs: endpoint.needs });
}

/** Having no cookie is no attempt at anything, so it is answered without an event; a cookie that is not ours is one. */
function sessionRequired(request: FastifyRequest): RefusedCall {
  const cookieSent = (request.headers.cookie ?? '').includes(SESSION_COOKIE);
  return { ...refuse('session.required', { cookieSent }), silent: !cookieSent };
}

/**
 * State changes must say that they come from our own page. Browsers cannot be made to lie about Origin; other clients
 * that hold a session set it knowingly.
 */
function crossesSites({ config }: Ports, { method }: Endpoint, { headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (method === 'GET') return site !== undefined && site !== 'same-origin' && site !== 'none';
  if (site !== undefined && site !== 'same-origin') return true;
  return headers.origin !== config.origin;
}

/** What browsers say of requests that a page of somebody else makes them send, whatever the method. */
function isSentByOtherSite({ headers }: FastifyRequest, own: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return headers.origin !== undefined && headers.origin !== own;
}

/** What Fastify attaches when a schema refuses; the reasons are Ajv's. */
type ValidationError = {
  readonly validation?: readonly { readonly instancePath: string; readonly message?: string }[];
  readonly validationContext?: string;
};

function malformed(error: ValidationError): RefusedCall {
  const fields = (error.validation ?? []).slice(0, 20).map((problem) => ({
    field: `${error.validationContext ?? ''}${problem.instancePath}`.slice(0, 200),
    message: (problem.message ?? 'is not valid').slice(0, 200),
  }));
  return { ...refuse('request.malformed', { fields: fields.map((f) => `${f.field} ${f.message}`) }), fields };
}

type Refusing = { caller: Caller; actor: Actor | null; at: Instant; endpoint: Endpoint | null };

/** Writes the event of a refusal and counts it, then answers. The only place that does either. */
export async function refuseCall(
  ports: Ports,
  limits: RefusalLimits,
  reply: FastifyReply,
  { caller, actor, at, endpoint }: Refusing,
  refusal: RefusedCall,
): Promise<FastifyReply> {
  if (refusal.silent === true) return answerRefusal(reply, caller, refusal);
  const { event } = refusal;
  // A session that ended is no attempt to guess: on a Monday morning everybody in the building has one.
  const isStray = refusal.code === 'session.required';
  const keys = isStray
    ? strayKeys(caller.address)
    : [...keysOf(ports, reply.request, actor), ...(refusal.countedFor ?? [])];
  if (isStray && limits.isBlocked(keys, at)) return answerRefusal(reply, caller, refusal);
  const counted = await ports.database.inTransaction(async (tx) => {
    const outcome = await limits.count(tx, keys, at);
    if (outcome === 'over') return outcome;
    const draft = callerEvent(caller, actor, {
      type: event?.type ?? 'request.refused',
      outcome: 'refused',
      code: refusal.code,
      subjectId: event?.subjectId ?? actor?.personId ?? null,
      credentialId: event?.credentialId ?? null,
      policyDigest: event?.policyDigest ?? null,
      detail: {
        ...(endpoint === null ? {} : { endpoint: `${endpoint.method} ${endpoint.path}` }),
        ...(refusal.step === undefined ? {} : { step: refusal.step }),
        ...refusal.detail,
        ...event?.detail,
        ...(outcome === 'reached' ? { limitReached: true } : {}),
      },
    });
    await appendEvent(tx, ports.newId(at), at, draft);
    return outcome;
  });
  return answerRefusal(reply, caller, counted === 'over' && !isStray ? refuse('request.too_many') : refusal);
}

export function answerRefusal(reply: FastifyReply, caller: Caller, refusal: RefusedCall): FastifyReply {
  const entry = errorEntry(refusal.code);
  const body: Refused = {
    error: entry.public,
    message: refusal.message ?? entry.person,
    requestId: caller.requestId,
    ...(refusal.fields === undefined ? {} : { fields: [...refusal.fields] }),
  };
  if (entry.status === 429) reply.header('retry-after', '300');
  return reply.code(entry.status).type('application/json').send(JSON.stringify(body));
}

/** RFC 6266, RFC 9530. What was hashed is what is sent: nothing is serialised again. */
function answerFile(reply: FastifyReply, { name, text, sha256 }: NonNullable<Answer<unknown>['file']>): FastifyReply {
  return reply
    .code(200)
    .type('application/json')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('repr-digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`)
    .send(text);
}

function answer(reply: FastifyReply, at: Instant, endpoint: Endpoint, given: Answer<unknown>): FastifyReply {
  const cookies: string[] = [];
  if (given.session === 'end') cookies.push(endedSessionCookie());
  else if (given.session !== undefined) cookies.push(sessionCookie(given.session.token, at, given.session.endsAt));
  if (given.ceremonyId !== undefined) cookies.push(ceremonyCookie(given.ceremonyId));
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  if (endpoint.answer === undefined) return reply.code(204).send();
  if (given.file !== undefined) return answerFile(reply, given.file);
  return reply.code(200).send(given.body);
}
