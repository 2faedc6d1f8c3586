import { createHash, randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import fastify from 'fastify';
import { peerPort } from './peer-port.ts';

/**
 * What people write who follow the guides: Fastify, @simplewebauthn/server and SQLite, each statement by itself. It has no
 * policy, no audit event, no limits and no validation of bodies; what it stores is as durable as with Holdfast.
 */
const port = peerPort(process.argv);
const origin = `http://localhost:${port}`;
const database = new DatabaseSync(process.argv[3] ?? ':memory:');
database.exec('pragma journal_mode = wal; pragma synchronous = full;');

const insertChallenge = database.prepare('insert into challenge (id, challenge, expires_at) values (?, ?, ?)');
const findChallenge = database.prepare('select challenge, expires_at from challenge where id = ?');
const deleteChallenge = database.prepare('delete from challenge where id = ?');
const findCredential = database.prepare(
  'select credential.id, public_key, counter, person.id as person_id, name from credential join person on person.id = person_id where credential.id = ?',
);
const updateCredential = database.prepare('update credential set counter = ?, last_used_at = ? where id = ?');
const insertSession = database.prepare('insert into session (id, person_id, expires_at) values (?, ?, ?)');

type Response = Parameters<typeof verifyAuthenticationResponse>[0]['response'];
type CredentialRow = {
  id: string;
  public_key: Uint8Array<ArrayBuffer>;
  counter: number;
  person_id: string;
  name: string;
};

const server = fastify({ logger: false });

server.post('/api/v1/sign-in/options', async (_request, reply) => {
  const options = await generateAuthenticationOptions({ rpID: 'localhost', userVerification: 'required' });
  const id = randomBytes(32).toString('base64url');
  insertChallenge.run(id, options.challenge, Date.now() + 300_000);
  reply.header('set-cookie', `ceremony=${id}; Path=/; HttpOnly; SameSite=Strict`);
  return { publicKey: options };
});

server.post<{ Body: { response: Response } }>('/api/v1/sign-in/verify', async (request, reply) => {
  const ceremony = /ceremony=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';
  const challenge = findChallenge.get(ceremony) as { challenge: string; expires_at: number } | undefined;
  if (challenge === undefined || challenge.expires_at < Date.now()) return reply.code(400).send({ error: 'challenge' });
  deleteChallenge.run(ceremony);
  const { response } = request.body;
  const credential = findCredential.get(response.id) as CredentialRow | undefined;
  if (credential === undefined) return reply.code(400).send({ error: 'credential' });
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge.challenge,
    expectedOrigin: origin,
    expectedRPID: 'localhost',
    requireUserVerification: true,
    credential: { id: credential.id, publicKey: credential.public_key, counter: credential.counter },
  });
  if (!verified) return reply.code(400).send({ error: 'verification' });
  updateCredential.run(authenticationInfo.newCounter, Date.now(), credential.id);
  const token = randomBytes(32).toString('base64url');
  insertSession.run(createHash('sha256').update(token).digest('hex'), credential.person_id, Date.now() + 86_400_000);
  reply.header('set-cookie', `session=${token}; Path=/; HttpOnly; SameSite=Strict`);
  return { signedIn: { id: credential.person_id, name: credential.name } };
});

await server.listen({ host: '127.0.0.1', port });
