import assert from 'node:assert/strict';
import {
  type Authenticator,
  type AuthenticatorOptions,
  createAuthenticator,
  type Misbehaviour,
  type RegistrationJSON,
  seededRandom,
  type TrustGroupKeyMisbehaviour,
} from '@holdfast/emulator';
import type { Api } from '../http/contract/index.ts';
import { TEST_ORIGIN, type TestInstallation } from './harness.ts';

type Endpoint = keyof Api;
/** Wrong input is what many tests are about, so nothing that is sent has a type. */
export type Sent = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};
export type Told = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly setCookie: readonly string[];
};

/** A browser of one person, with its own cookies and address. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  readonly #installation: TestInstallation;
  readonly #address: string;

  constructor(installation: TestInstallation, address = '192.0.2.1') {
    this.#installation = installation;
    this.#address = address;
  }

  /** Another browser that a thief fills with the cookies of this one. */
  copy(): TestBrowser {
    const copied = new TestBrowser(this.#installation, this.#address);
    for (const [name, value] of this.cookies) copied.cookies.set(name, value);
    return copied;
  }

  async call(endpoint: Endpoint, { params = {}, query = {}, body, headers = {} }: Sent = {}): Promise<Told> {
    const [method = '', pattern = ''] = endpoint.split(' ');
    const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const search = new URLSearchParams(query).toString();
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answered = await this.#installation.server.inject({
      method: method as 'GET',
      url: search === '' ? path : `${path}?${search}`,
      headers: {
        origin: TEST_ORIGIN,
        'sec-fetch-site': 'same-origin',
        'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/142.0.0.0 Safari/537.36',
        'x-forwarded-for': this.#address,
        'x-forwarded-proto': 'https',
        ...(cookie === '' ? {} : { cookie }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const setCookie = [answered.headers['set-cookie'] ?? []].flat();
    this.#keep(setCookie);
    const text = answered.body;
    return {
      status: answered.statusCode,
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      setCookie,
    };
  }

  /** A call that must succeed. */
  async must<E extends Endpoint>(endpoint: E, sent: Sent = {}): Promise<Api[E]['answer']> {
    const { status, body } = await this.call(endpoint, sent);
    assert.ok(
      status === 200 || status === 204,
      `${endpoint} answered ${status} ${JSON.stringify(body)} ${this.#installation.errorsLogged.at(-1) ?? ''}`,
    );
    return body as Api[E]['answer'];
  }

  #keep(setCookie: readonly string[]): void {
    for (const line of setCookie) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0(;|$)/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

let made = 0;

/** An authenticator of its own seed. Unless told otherwise: a security key that grows its counter. */
export function newAuthenticator(options: Partial<AuthenticatorOptions> = {}): Authenticator {
  made += 1;
  return createAuthenticator({ random: seededRandom(`authenticator ${made}`), attestation: 'none', ...options });
}

type CreateOptions = Parameters<Authenticator['create']>[0];
type GetOptions = Parameters<Authenticator['get']>[0];
type Ceremony = { readonly misbehaviours?: readonly (Misbehaviour | TrustGroupKeyMisbehaviour)[] };

/** Creates a passkey for options of ours, without sending it anywhere. */
export function createFor(
  authenticator: Authenticator,
  publicKey: Readonly<Record<string, unknown>>,
  { misbehaviours = [] }: Ceremony = {},
): RegistrationJSON {
  return authenticator.create(publicKey as unknown as CreateOptions, { origin: TEST_ORIGIN, misbehaviours });
}

/** Signs a challenge of ours, without sending it anywhere. */
export function assertFor(
  authenticator: Authenticator,
  publicKey: Readonly<Record<string, unknown>>,
  { misbehaviours = [] }: Ceremony = {},
): ReturnType<Authenticator['get']> {
  return authenticator.get(publicKey as unknown as GetOptions, { origin: TEST_ORIGIN, misbehaviours });
}

export async function tryRegistration(
  browser: TestBrowser,
  authenticator: Authenticator,
  { token, name, misbehaviours = [] }: Ceremony & { token?: string; name?: string } = {},
): Promise<Told> {
  const withToken = token === undefined ? {} : { token };
  const { publicKey } = await browser.must('POST /api/v1/registration/options', { body: withToken });
  const response = createFor(authenticator, publicKey, { misbehaviours });
  const body = { ...withToken, response, ...(name === undefined ? {} : { name }) };
  return await browser.call('POST /api/v1/registration/verify', { body });
}

export async function trySignIn(
  browser: TestBrowser,
  authenticator: Authenticator,
  { username, misbehaviours = [] }: Ceremony & { username?: string } = {},
): Promise<Told> {
  const body = username === undefined ? {} : { username };
  const { publicKey } = await browser.must('POST /api/v1/sign-in/options', { body });
  const response = assertFor(authenticator, publicKey, { misbehaviours });
  return await browser.call('POST /api/v1/sign-in/verify', { body: { response } });
}

export async function tryConfirm(
  browser: TestBrowser,
  authenticator: Authenticator,
  { misbehaviours = [] }: Ceremony = {},
): Promise<Told> {
  const { publicKey } = await browser.must('POST /api/v1/confirm/options', { body: {} });
  const response = assertFor(authenticator, publicKey, { misbehaviours });
  return await browser.call('POST /api/v1/confirm/verify', { body: { response } });
}
