import { ApiError } from '../api/client.ts';
import type { GetManner, OptionsJson, ResponseJson } from '../ceremony/browser.ts';
import { type Explanation, explainCeremonyError } from '../ceremony/explain-ceremony-error.ts';

/** What the page shows. While the browser asks, nothing on it moves. */
export type SignInView =
  | { readonly at: 'ready'; readonly outcome?: Explanation }
  | { readonly at: 'asking' }
  | { readonly at: 'checking' }
  | { readonly at: 'leaving' };

export type SignInPorts = {
  readonly options: (username?: string) => Promise<OptionsJson>;
  /** Where to go once signed in. */
  readonly verify: (response: ResponseJson) => Promise<string>;
  /** Lets the browser drop a passkey that no account has. Never fails. */
  readonly forget: (response: ResponseJson) => Promise<void>;
  readonly get: (options: OptionsJson, manner: GetManner) => Promise<ResponseJson>;
  readonly canAutofill: () => Promise<boolean>;
  readonly canAskImmediately: () => Promise<boolean>;
  /** Whether the press of the button still counts as the person's wish. */
  readonly pressStillCounts: () => boolean;
  readonly now: () => number;
  /** Runs something later; gives what calls it off. */
  readonly later: (ms: number, run: () => void) => () => void;
  readonly show: (view: SignInView) => void;
  readonly go: (next: string) => void;
};

export type SignInFlow = {
  readonly start: () => Promise<void>;
  readonly withPasskey: () => Promise<void>;
  readonly withUsername: (username: string) => Promise<void>;
};

/** Challenges live five minutes (product.md A2); they are renewed a minute before. */
const renewAfterMs = 4 * 60 * 1000;

type Held = { readonly options: OptionsJson; readonly at: number };

/** What changes while the page is open. */
type Running = {
  readonly ports: SignInPorts;
  held?: Held;
  autofill?: AbortController;
  callOff?: () => void;
  busy: boolean;
  immediate: Promise<boolean>;
};

/**
 * The sign-in page's behaviour, without the page. One challenge serves autofill and button until it has been sent to the
 * server or grows old, so that a dialog opened early does not make another one useless.
 */
export function signInFlow(ports: SignInPorts): SignInFlow {
  const running: Running = { ports, busy: false, immediate: Promise.resolve(false) };
  return {
    start: async () => {
      running.immediate = ports.canAskImmediately();
      await waitInField(running);
    },
    withPasskey: () => attempt(running, async () => ask(running, await currentOptions(running))),
    withUsername: (username) =>
      attempt(running, async () => ports.get(await ports.options(username), { manner: 'modal' })),
  };
}

async function attempt(running: Running, ceremony: () => Promise<ResponseJson>): Promise<void> {
  if (running.busy) return;
  running.busy = true;
  running.autofill?.abort();
  running.ports.show({ at: 'asking' });
  try {
    await finish(running, await ceremony());
  } catch (error) {
    ready(running, error);
  }
}

async function currentOptions(running: Running): Promise<OptionsJson> {
  const at = running.ports.now();
  if (running.held === undefined || at - running.held.at >= renewAfterMs) {
    running.held = { options: await running.ports.options(), at };
  }
  return running.held.options;
}

/** The first press asks only for what is at hand, where the browser can; if nothing is, for keys and phones as well. */
async function ask(running: Running, options: OptionsJson): Promise<ResponseJson> {
  const { ports, immediate } = running;
  running.immediate = Promise.resolve(false);
  if (await immediate) {
    try {
      return await ports.get(options, { manner: 'immediate' });
    } catch (error) {
      if (!foundNone(error) || !ports.pressStillCounts()) throw error;
    }
  }
  return ports.get(options, { manner: 'modal' });
}

async function finish(running: Running, response: ResponseJson): Promise<void> {
  const { ports } = running;
  running.busy = true;
  delete running.held;
  ports.show({ at: 'checking' });
  try {
    const next = await ports.verify(response);
    ports.show({ at: 'leaving' });
    ports.go(next);
  } catch (error) {
    if (wasRefused(error)) await ports.forget(response);
    throw error;
  }
}

function ready(running: Running, error: unknown): void {
  running.busy = false;
  const outcome = explainCeremonyError('sign_in', error);
  running.ports.show(outcome.tone === 'nothing' ? { at: 'ready' } : { at: 'ready', outcome });
  void waitInField(running);
}

/** What goes wrong before a passkey is chosen in the field is not worth a word: the button will say it. */
async function waitInField(running: Running): Promise<void> {
  const { ports } = running;
  if (!(await ports.canAutofill()) || running.busy) return;
  const controller = new AbortController();
  running.autofill?.abort();
  running.autofill = controller;
  running.callOff?.();
  running.callOff = ports.later(renewAfterMs, () => void (running.busy ? undefined : waitInField(running)));
  try {
    const options = await currentOptions(running);
    if (controller.signal.aborted) return;
    const response = await ports.get(options, { manner: 'autofill', signal: controller.signal });
    if (!running.busy) await finish(running, response).catch((error) => ready(running, error));
  } catch {
    // Ended by the button, by renewal or by the browser.
  }
}

/** The server looked at the assertion and said no; for rate limits and faults it did not look. */
function wasRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}

/** In the immediate mode the browser says at once, and only so, that it has no passkey at hand. */
function foundNone(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotAllowedError';
}
