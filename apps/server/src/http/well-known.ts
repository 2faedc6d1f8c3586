import type { FastifyInstance } from 'fastify';
import type { Ports } from '../ports.ts';
import { ceremonyOrigins } from '../use-cases/ceremony/ceremony-call.ts';

/** Documents that browsers and credential managers look for at fixed addresses. */
export function mountWellKnown(server: FastifyInstance, { config }: Ports): void {
  // WebAuthn L3 §5.11.
  const related = JSON.stringify({ origins: ceremonyOrigins(config) });
  // W3C "A Well-Known URL for Relying Party Passkey Endpoints".
  const account = `${config.origin}/account`;
  const endpoints = JSON.stringify({ enroll: account, manage: account });
  server.get('/.well-known/webauthn', (_request, reply) => reply.type('application/json').send(related));
  server.get('/.well-known/passkey-endpoints', (_request, reply) => reply.type('application/json').send(endpoints));
}
