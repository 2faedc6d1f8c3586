import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type Answered = { readonly status: number; readonly cookie: string; readonly body: string };

/**
 * One kept-alive HTTP/1.1 connection that asks one thing at a time. Much leaner than a real client, so that one core of
 * clients is enough for one core of server.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #origin: string;
  readonly #host: string;
  #received = '';
  #waiting: { resolve: (answered: Answered) => void; reject: (error: Error) => void } | null = null;

  private constructor(socket: Socket, port: number) {
    this.#socket = socket;
    this.#host = `localhost:${port}`;
    this.#origin = `http://localhost:${port}`;
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.#take(text));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the server closed the connection')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return new Connection(socket, port);
  }

  post(path: string, cookie: string, body: string): Promise<Answered> {
    const bytes = Buffer.byteLength(body);
    return this.#ask('POST', path, cookie, `content-type: application/json\r\ncontent-length: ${bytes}\r\n`, body);
  }

  get(path: string, cookie: string): Promise<Answered> {
    return this.#ask('GET', path, cookie, '', '');
  }

  #ask(method: string, path: string, cookie: string, headers: string, body: string): Promise<Answered> {
    const { promise, resolve, reject } = Promise.withResolvers<Answered>();
    this.#waiting = { resolve, reject };
    const cookieLine = cookie === '' ? '' : `cookie: ${cookie}\r\n`;
    this.#socket.write(
      `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\norigin: ${this.#origin}\r\nsec-fetch-site: same-origin\r\n` +
        `user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36\r\n` +
        `accept: application/json\r\n${headers}${cookieLine}\r\n${body}`,
      'latin1',
    );
    return promise;
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    if (!Number.isInteger(length)) {
      this.#fail(new Error(`an answer without a length:\n${head}`));
      return;
    }
    if (this.#received.length < headEnd + 4 + length) return;
    const body = this.#received.slice(headEnd + 4, headEnd + 4 + length);
    this.#received = this.#received.slice(headEnd + 4 + length);
    const cookie = /\r\nset-cookie: ([^;\r]+)/i.exec(head)?.[1] ?? '';
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve({ status: Number(head.slice(9, 12)), cookie, body });
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(error);
  }
}
