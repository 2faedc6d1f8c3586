import { assertionFor, signerOf } from '../sign-in/assertion.ts';
import { Connection } from '../sign-in/connection.ts';
import type { BenchPerson } from '../sign-in/people.ts';

const POLL_MS = 100;
const PATIENCE_MS = 300_000;

export type FinishedJob = {
  readonly id: string;
  readonly state: string;
  readonly createdAt: number;
  readonly finishedAt: number;
  readonly result: unknown;
};

/** Somebody who runs the system, in a browser of their own. */
export class Operator {
  readonly #connection: Connection;
  readonly #cookie: string;

  private constructor(connection: Connection, cookie: string) {
    this.#connection = connection;
    this.#cookie = cookie;
  }

  static async signIn(port: number, person: BenchPerson): Promise<Operator> {
    const connection = await Connection.open(port);
    const options = await connection.post('/api/v1/sign-in/options', '', '{}');
    const challenge = /"challenge":"([^"]+)"/.exec(options.body)?.[1] ?? '';
    const verified = await connection.post(
      '/api/v1/sign-in/verify',
      options.cookie,
      assertionFor(signerOf(person), port, challenge),
    );
    if (verified.status !== 200) throw new Error(`the operator was answered ${verified.status} ${verified.body}`);
    return new Operator(connection, verified.cookie);
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.#connection.get(path, this.#cookie);
    if (status !== 200) throw new Error(`${path} answered ${status} ${body}`);
    return JSON.parse(body) as T;
  }

  async post<T>(path: string, body: object): Promise<T> {
    const answered = await this.#connection.post(path, this.#cookie, JSON.stringify(body));
    if (answered.status !== 200) throw new Error(`${path} answered ${answered.status} ${answered.body}`);
    return JSON.parse(answered.body) as T;
  }

  /** The newest job of a kind that was asked for after a time, once it has ended. */
  async finished(kind: 'rejudge' | 'impact', since: number): Promise<FinishedJob> {
    const until = performance.now() + PATIENCE_MS;
    while (performance.now() < until) {
      const { items } = await this.get<{ items: FinishedJob[] }>(`/api/v1/jobs?kind=${kind}`);
      const [newest] = items;
      if (newest !== undefined && newest.createdAt >= since && newest.finishedAt !== null) return newest;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`no ${kind} ended within ${PATIENCE_MS / 1000} s`);
  }

  close(): void {
    this.#connection.close();
  }
}
