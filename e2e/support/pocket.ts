import type { Authenticator } from '@holdfast/emulator';
import type { Browser, BrowserContext } from 'playwright-core';
import { type BrowserPerson, newPerson } from './browser-person.ts';

/** Software authenticators as a person's devices: Chromium's own virtual ones have no maker who signs for them. */
export type Pocket = {
  /** The device that is touched from now on, whatever the browser asks for. */
  readonly take: (device: Authenticator) => void;
};

type CreateOptions = Parameters<Authenticator['create']>[0];
type GetOptions = Parameters<Authenticator['get']>[0];

/** Somebody at a computer whose browser asks the devices of their pocket. The pages are those of anybody else. */
export async function newPersonWithPocket(browser: Browser, origin: string): Promise<BrowserPerson & Pocket> {
  const person = await newPerson(browser);
  return { ...person, ...(await givePocket(person.context, origin)) };
}

/** From the next page on, the browser asks the device that was taken last. */
export async function givePocket(context: BrowserContext, origin: string): Promise<Pocket> {
  let inHand: Authenticator | undefined;
  await context.exposeFunction('askDevice', (ceremony: 'create' | 'get', options: unknown): unknown => {
    if (inHand === undefined) throw new Error('There is no device in the hand.');
    return ceremony === 'create'
      ? inHand.create(options as CreateOptions, { origin })
      : inHand.get(options as GetOptions, { origin });
  });
  await context.addInitScript(askTheDevice);
  return {
    take: (device) => {
      inHand = device;
    },
  };
}

/** Runs in the page, before its own scripts: the JSON of the page goes to the device as it is, and its answer comes back. */
function askTheDevice(): void {
  type Ask = (ceremony: 'create' | 'get', options: unknown) => Promise<Record<string, unknown>>;
  type Request = { readonly publicKey: unknown };
  const { askDevice, PublicKeyCredential: type } = globalThis as unknown as {
    askDevice: Ask;
    PublicKeyCredential: Record<string, unknown>;
  };
  type['parseCreationOptionsFromJSON'] = (options: unknown) => options;
  type['parseRequestOptionsFromJSON'] = (options: unknown) => options;
  const asked =
    (ceremony: 'create' | 'get') =>
    async ({ publicKey }: Request) => {
      try {
        const answer = await askDevice(ceremony, publicKey);
        return { ...answer, toJSON: () => answer };
      } catch {
        throw new DOMException('the device refused', 'NotAllowedError');
      }
    };
  Object.defineProperties((globalThis as unknown as { navigator: { credentials: object } }).navigator.credentials, {
    create: { value: asked('create') },
    get: { value: asked('get') },
  });
}
