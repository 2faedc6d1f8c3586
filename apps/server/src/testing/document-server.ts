import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** A real server on this machine that answers whatever a test wants. */
export type DocumentServer = {
  readonly url: string;
  /** Headers of every request, oldest first. */
  readonly requests: IncomingMessage['headers'][];
  answer: Answering;
  readonly close: () => Promise<void>;
};

/** @param tls certificate and key (PEM); plain HTTP without */
export async function startDocumentServer(tls?: { cert: string; key: string }): Promise<DocumentServer> {
  const listener: Answering = (request, response) => {
    served.requests.push(request.headers);
    served.answer(request, response);
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const served: DocumentServer = {
    url: `${tls === undefined ? 'http' : 'https'}://localhost:${port}/document`,
    requests: [],
    answer: (_, response) => void response.writeHead(404).end(),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return served;
}

/** Answers with a text, and with its entity tag says that nothing changed where the tag is known. */
export function document(text: string | Uint8Array, etag?: string): Answering {
  return (request, response) => {
    if (etag !== undefined && request.headers['if-none-match'] === etag) {
      response.writeHead(304, { etag }).end();
      return;
    }
    response.writeHead(200, etag === undefined ? {} : { etag }).end(text);
  };
}

export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answering {
  return (_, response) => void response.writeHead(code, headers).end();
}
