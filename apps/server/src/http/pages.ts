import { readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { toBase64url } from '@holdfast/encoding';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Ports } from '../ports.ts';
import { pageSecurityPolicy } from './security-headers.ts';

/** Addresses of each page; everything below `/enrol`, `/account` and `/console` is one single-page application. */
const pages = [
  { file: 'sign-in.html', paths: ['/', '/recover'] },
  {
    file: 'app.html',
    paths: ['/enrol', '/enrol/*', '/account', '/account/*', '/console', '/console/*'],
  },
] as const;

const NONCE_PLACE = /__CSP_NONCE__/g;

/**
 * The built web pages: assets with content hashes in their names are immutable, HTML is made for each answer with a
 * nonce of its own.
 *
 * @param folder where the build of apps/web put them
 */
export async function mountPages(
  server: FastifyInstance,
  { randomBytes }: Pick<Ports, 'randomBytes'>,
  folder: string,
): Promise<void> {
  await server.register(fastifyStatic, {
    root: path.join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
    dotfiles: 'ignore',
  });
  for (const { file, paths } of pages) {
    const html = readFileSync(path.join(folder, file), 'utf8');
    for (const url of paths) server.get(url, (_request, reply) => sendPage(reply, html, toBase64url(randomBytes(16))));
  }
}

function sendPage(reply: FastifyReply, html: string, nonce: string): FastifyReply {
  return reply
    .headers({ 'content-security-policy': pageSecurityPolicy(nonce), 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(html.replace(NONCE_PLACE, nonce));
}
