import fastify from 'fastify';
import { peerPort } from './peer-port.ts';

/** The least that two requests with JSON cost on the same framework: no ceremony, no database. */
const server = fastify({ logger: false });
server.post('/api/v1/sign-in/options', async (_request, reply) => {
  reply.header('set-cookie', 'ceremony=hello; Path=/; HttpOnly');
  return { publicKey: { challenge: 'hello', rpId: 'localhost', userVerification: 'required' } };
});
server.post('/api/v1/sign-in/verify', async (_request, reply) => {
  reply.header('set-cookie', 'session=hello; Path=/; HttpOnly');
  return { signedIn: true };
});
await server.listen({ host: '127.0.0.1', port: peerPort(process.argv) });
