import assert from 'node:assert/strict';
import type { Authenticator, Misbehaviour } from '@holdfast/emulator';
import type { Api } from '@holdfast/server/contract';

type Endpoint = keyof Api;
type Sent<E extends Endpoint> = {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: Api[E]['body'];
};
export type Told = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
type CreateOptions = Parameters<Authenticator['create']>[0];
type GetOptions = Parameters<Authenticator['get']>[0];
type Ceremony = { readonly misbehaviours?: readonly Misbehaviour[] };

/** Somebody who uses the API of a running node over HTTP with software authenticators; for making contents quickly. */
export class ApiPerson {
  readonly origin: string;
  readonly #cookies = new Map<string, string>();
  readonly #userAgent: string;

  constructor(origin: string, userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0 Safari/537.36') {
    this.origin = origin;
    this.#userAgent = userAgent;
  }

  /** What a browser has to be given to go on as this person. */
  cookies(): { name: string; value: string }[] {
    return [...this.#cookies].map(([name, value]) => ({ name, value }));
  }

  async call<E extends Endpoint>(endpoint: E, { params = {}, body }: Sent<E> = {}): Promise<Told> {
    const [method = '', pattern = ''] = endpoint.split(' ');
    const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const answered = await fetch(`${this.origin}${path}`, {
      method,
      headers: {
        origin: this.origin,
        'sec-fetch-site': 'same-origin',
        'user-agent': this.#userAgent,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of answered.headers.getSetCookie()) this.#keep(line);
    const text = await answered.text();
    return { status: answered.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  /** A call that must succeed. */
  async must<E extends Endpoint>(endpoint: E, sent: Sent<E> = {}): Promise<Api[E]['answer']> {
    const { status, body } = await this.call(endpoint, sent);
    assert.ok(status === 200 || status === 204, `${endpoint} answered ${status} ${JSON.stringify(body)}`);
    return body as Api[E]['answer'];
  }

  /** With an invitation, or as a further passkey. */
  async tryRegistration(authenticator: Authenticator, name: string, link?: string): Promise<Told> {
    const withToken = link === undefined ? {} : { token: link.slice(link.lastIndexOf('/') + 1) };
    const { publicKey } = await this.must('POST /api/v1/registration/options', { body: withToken });
    const response = authenticator.create(publicKey as unknown as CreateOptions, { origin: this.origin });
    return await this.call('POST /api/v1/registration/verify', {
      body: { ...withToken, name, response: plain(response) },
    });
  }

  async register(authenticator: Authenticator, name: string, link?: string): Promise<void> {
    const { status, body } = await this.tryRegistration(authenticator, name, link);
    assert.equal(status, 200, JSON.stringify(body));
  }

  async trySignIn(authenticator: Authenticator, { misbehaviours = [] }: Ceremony = {}): Promise<Told> {
    const { publicKey } = await this.must('POST /api/v1/sign-in/options', { body: {} });
    const response = authenticator.get(publicKey as unknown as GetOptions, { origin: this.origin, misbehaviours });
    return await this.call('POST /api/v1/sign-in/verify', { body: { response: plain(response) } });
  }

  async signIn(authenticator: Authenticator): Promise<void> {
    const { status, body } = await this.trySignIn(authenticator);
    assert.equal(status, 200, JSON.stringify(body));
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/max-age=0(;|$)/i.test(line)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** As it is after JSON: what the contract of the API calls a response. */
function plain<T>(response: unknown): T {
  return JSON.parse(JSON.stringify(response)) as T;
}
