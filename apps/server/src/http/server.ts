import { refuse } from '@holdfast/kernel';
import { Ajv } from 'ajv';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { RefusalLimits } from '../access/refusal-limits.ts';
import { proxyCheck } from '../config.ts';
import type { ServerErrorCode } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { openApiDocument } from './openapi.ts';
import { mountPages } from './pages.ts';
import { answerRefusal, callerOf, keysOf, mountRoutes, refuseCall } from './router.ts';
import { allRoutes } from './routes.ts';
import { mountSecurityHeaders } from './security-headers.ts';
import { mountWellKnown } from './well-known.ts';

/** The largest body is a policy text to check; everything else is far smaller. */
const BODY_BYTES_MAX = 512 * 1024;

/** Whoever sends headers drop by drop is gone after a few seconds; Node looks for such connections this often. */
const patience = { headersTimeout: 10_000, connectionsCheckingInterval: 5_000 } as const;

export type ServerOptions = {
  /** Folder of the built pages; null serves the API alone. */
  readonly pages: string | null;
  readonly tls: { readonly cert: string; readonly key: string } | null;
};

/** The HTTP server with everything mounted, not yet listening. */
export async function createServer(ports: Ports, { pages, tls }: ServerOptions): Promise<FastifyInstance> {
  const isProxy = proxyCheck(ports.config.trustedProxies);
  const limits = new RefusalLimits();
  const server = fastify({
    ...(tls === null
      ? { http: patience }
      : { https: { cert: tls.cert, key: tls.key, minVersion: 'TLSv1.2', ...patience } }),
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 10_000,
    trustProxy: (address: string) => isProxy(address),
    genReqId: () => ports.newId(ports.now()),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 1400 },
    forceCloseConnections: true,
    // Addresses that cannot even be routed do not reach the error handler.
    frameworkErrors: (_error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      refuseEarly(ports, limits, request, reply, 'request.malformed'),
    logger: false,
  } as object) as FastifyInstance;
  readJsonOnly(server);
  coerceQueryOnly(server);
  mountSecurityHeaders(server, ports.config.origin.startsWith('https:'));
  mountLog(server, ports);
  mountErrors(server, ports, limits);
  mountRoutes(server, ports, limits, allRoutes);
  mountHealth(server, ports);
  mountWellKnown(server, ports);
  const description = JSON.stringify(openApiDocument());
  server.get('/api/v1/openapi.json', (_request, reply) => reply.type('application/json').send(description));
  if (pages !== null) await mountPages(server, ports, pages);
  return server;
}

/**
 * Bodies are JSON in UTF-8 and nothing else. What is not well-formed UTF-8 is refused instead of mended: two texts that
 * were different when they were sent must not be the same when they are stored.
 */
function readJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const parse = server.getDefaultJsonParser('error', 'error');
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
    if (charset !== undefined && charset.toLowerCase() !== 'utf-8')
      return done(refusedBody('FST_ERR_CTP_INVALID_MEDIA_TYPE'));
    let text: string;
    try {
      text = utf8.decode(body as Buffer);
    } catch {
      return done(refusedBody('FST_ERR_CTP_INVALID_JSON_BODY'));
    }
    return parse(request, text, done);
  });
}

function refusedBody(code: keyof typeof frameworkCodes): FastifyError {
  return Object.assign(new Error(code), { code, name: 'FastifyError', statusCode: 400 });
}

/** Query strings are text, so their numbers are read as numbers; bodies must have the right types by themselves. */
function coerceQueryOnly(server: FastifyInstance): void {
  const strict = new Ajv({ coerceTypes: false, removeAdditional: false, useDefaults: true, strict: false });
  const lenient = new Ajv({ coerceTypes: true, removeAdditional: false, useDefaults: true, strict: false });
  server.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'querystring' ? lenient : strict).compile(schema as object),
  );
}

/** One line for each request, by the pattern of its address: addresses of invitations carry secrets. */
function mountLog(server: FastifyInstance, ports: Ports): void {
  server.addHook('onResponse', (request, reply, done) => {
    ports.log.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'unmatched',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        address: callerOf(request).address,
      },
      'request',
    );
    done();
  });
}

const frameworkCodes = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.not_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.not_json',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.malformed',
  FST_ERR_BAD_URL: 'request.malformed',
} as const satisfies Readonly<Record<string, ServerErrorCode>>;

function refuseEarly(
  ports: Ports,
  limits: RefusalLimits,
  request: FastifyRequest,
  reply: FastifyReply,
  code: ServerErrorCode,
): Promise<FastifyReply> | FastifyReply {
  const at = ports.now();
  const caller = callerOf(request);
  if (limits.isBlocked(keysOf(ports, request, null), at))
    return answerRefusal(reply, caller, refuse('request.too_many'));
  const url = request.routeOptions?.url ?? 'unmatched';
  const refusal = {
    ...refuse(code),
    event: { type: 'request.refused', detail: { method: request.method, route: url } },
  };
  return refuseCall(ports, limits, reply, { caller, actor: null, at, endpoint: null }, refusal);
}

function mountErrors(server: FastifyInstance, ports: Ports, limits: RefusalLimits): void {
  const refused = (request: FastifyRequest, reply: FastifyReply, code: ServerErrorCode) =>
    refuseEarly(ports, limits, request, reply, code);
  server.setErrorHandler(async (error: FastifyError, request, reply) => {
    const known = Object.hasOwn(frameworkCodes, error.code)
      ? frameworkCodes[error.code as keyof typeof frameworkCodes]
      : undefined;
    if (known !== undefined) return await refused(request, reply, known);
    if (error instanceof SyntaxError && error.statusCode === 400)
      return await refused(request, reply, 'request.not_json');
    if (error.statusCode !== undefined && error.statusCode < 500)
      return await refused(request, reply, 'request.malformed');
    ports.log.error({ requestId: request.id, error: error.stack ?? String(error) }, 'request failed');
    return answerRefusal(reply, callerOf(request), refuse('request.failed'));
  });
  server.setNotFoundHandler((request, reply) => {
    if (!request.url.startsWith('/api/'))
      return answerRefusal(reply, callerOf(request), refuse('request.no_such_endpoint'));
    return refused(request, reply, 'request.no_such_endpoint');
  });
}

/** Alive: the process answers. Ready: the database answers too. */
function mountHealth(server: FastifyInstance, ports: Ports): void {
  server.get('/health', (_request, reply) => reply.send({ status: 'alive' }));
  server.get('/ready', async (_request, reply) => {
    try {
      await ports.standing();
      return reply.send({ status: 'ready' });
    } catch (error) {
      ports.log.error({ error: String(error) }, 'not ready');
      return reply.code(503).send({ status: 'not ready' });
    }
  });
}
