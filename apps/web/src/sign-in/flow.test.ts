import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ApiError } from '../api/client.ts';
import type { GetManner, OptionsJson, ResponseJson } from '../ceremony/browser.ts';
import { type SignInPorts, type SignInView, signInFlow } from './flow.ts';

const response: ResponseJson = { id: 'key', rawId: 'key', type: 'public-key', response: {} };
const refused = (status: number) =>
  new ApiError(status, { error: 'refused', message: 'It was not accepted.', requestId: 'r' });
const dismissed = () => Promise.reject(new DOMException('', 'NotAllowedError'));
const never = () => new Promise<never>(() => undefined);

/** Ports that remember. `get` decides, by manner, what the browser answers. */
function pageWith(changes: Partial<SignInPorts> & { get?: SignInPorts['get'] } = {}) {
  const seen = { views: [] as SignInView[], asked: [] as string[], gone: [] as string[], forgotten: 0, challenges: 0 };
  const world = { now: 0, timers: [] as (() => void)[] };
  const ports: SignInPorts = {
    options: async (username) => ({ challenge: ++seen.challenges, ...(username === undefined ? {} : { username }) }),
    verify: async () => '/account',
    forget: async () => {
      seen.forgotten++;
    },
    canAutofill: async () => false,
    canAskImmediately: async () => false,
    pressStillCounts: () => true,
    now: () => world.now,
    later: (_ms, run) => {
      world.timers.push(run);
      return () => undefined;
    },
    show: (view) => seen.views.push(view),
    go: (next) => seen.gone.push(next),
    ...changes,
    get: (options: OptionsJson, manner: GetManner) => {
      seen.asked.push(`${manner.manner} ${options['challenge']}`);
      return (changes.get ?? (async () => response))(options, manner);
    },
  };
  return { flow: signInFlow(ports), seen, world };
}

const states = (views: readonly SignInView[]) => views.map(({ at }) => at);
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('signing in by the button', () => {
  test('asks, checks and leaves', async () => {
    const { flow, seen } = pageWith();
    await flow.start();
    await flow.withPasskey();
    assert.deepEqual(states(seen.views), ['asking', 'checking', 'leaving']);
    assert.deepEqual(seen.gone, ['/account']);
  });

  test('a closed dialog says so, and the same challenge serves the next press', async () => {
    const { flow, seen } = pageWith({ get: dismissed });
    await flow.start();
    await flow.withPasskey();
    await flow.withPasskey();
    const last = seen.views.at(-1);
    assert.ok(last?.at === 'ready' && last.outcome?.tone === 'quiet');
    assert.deepEqual(seen.asked, ['modal 1', 'modal 1']);
  });

  test('a challenge that was sent, or grew old, is not used again', async () => {
    const { flow, seen, world } = pageWith({ verify: () => Promise.reject(refused(401)) });
    await flow.start();
    await flow.withPasskey();
    await flow.withPasskey();
    world.now = 5 * 60 * 1000;
    await flow.withPasskey();
    assert.deepEqual(seen.asked, ['modal 1', 'modal 2', 'modal 3']);
  });

  test('pressed twice, it asks once', async () => {
    const { flow, seen } = pageWith({ get: never });
    await flow.start();
    void flow.withPasskey();
    void flow.withPasskey();
    await settle();
    assert.deepEqual(seen.asked, ['modal 1']);
  });

  test('with a username the options are asked for that name', async () => {
    const names: unknown[] = [];
    const { flow } = pageWith({
      get: async (options) => {
        names.push(options['username']);
        return response;
      },
    });
    await flow.withUsername('ada');
    assert.deepEqual(names, ['ada']);
  });
});

describe('after a refusal', () => {
  for (const [status, times] of [
    [401, 1],
    [400, 1],
    [429, 0],
    [503, 0],
    [0, 0],
  ] as const) {
    test(`with status ${status} the browser is ${times === 1 ? '' : 'not '}asked to forget what no account has`, async () => {
      const { flow, seen } = pageWith({ verify: () => Promise.reject(refused(status)) });
      await flow.start();
      await flow.withPasskey();
      assert.equal(seen.forgotten, times);
      const last = seen.views.at(-1);
      assert.ok(last?.at === 'ready' && last.outcome?.what === 'It was not accepted.');
      assert.deepEqual(seen.gone, []);
    });
  }
});

describe('asking only for what is at hand', () => {
  const canAskImmediately = async () => true;

  test('is the first press; when nothing is at hand the dialog for keys and phones follows', async () => {
    const { flow, seen } = pageWith({
      canAskImmediately,
      get: (_options, { manner }) => (manner === 'immediate' ? dismissed() : Promise.resolve(response)),
    });
    await flow.start();
    await flow.withPasskey();
    assert.deepEqual(seen.asked, ['immediate 1', 'modal 1']);
    assert.deepEqual(seen.gone, ['/account']);
  });

  test('when it was closed after a while, no second dialog comes by itself; the next press opens it', async () => {
    const { flow, seen } = pageWith({ canAskImmediately, pressStillCounts: () => false, get: dismissed });
    await flow.start();
    await flow.withPasskey();
    assert.deepEqual(seen.asked, ['immediate 1']);
    await flow.withPasskey();
    assert.deepEqual(seen.asked, ['immediate 1', 'modal 1']);
  });

  test('another fault is told and not papered over with a dialog', async () => {
    const get = () => Promise.reject(new DOMException('', 'SecurityError'));
    const { flow, seen } = pageWith({ canAskImmediately, get });
    await flow.start();
    await flow.withPasskey();
    assert.deepEqual(seen.asked, ['immediate 1']);
  });
});

describe('autofill', () => {
  const canAutofill = async () => true;
  const untilAborted = (_options: OptionsJson, { signal }: GetManner) =>
    new Promise<ResponseJson>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    });

  test('waits in the field and is ended before the button asks, with the same challenge', async () => {
    const signals: boolean[] = [];
    let waiting: AbortSignal | undefined;
    const { flow, seen } = pageWith({
      canAutofill,
      get: (options, manner) => {
        if (manner.manner === 'autofill') waiting = manner.signal;
        else signals.push(waiting?.aborted ?? false);
        return manner.manner === 'autofill' ? untilAborted(options, manner) : Promise.resolve(response);
      },
    });
    void flow.start();
    await settle();
    await flow.withPasskey();
    assert.deepEqual(seen.asked, ['autofill 1', 'modal 1']);
    assert.deepEqual(signals, [true]);
    assert.deepEqual(seen.gone, ['/account']);
  });

  test('signs in when a passkey is chosen in the field', async () => {
    const { flow, seen } = pageWith({ canAutofill });
    await flow.start();
    assert.deepEqual(seen.gone, ['/account']);
  });

  test('waits again after the button’s dialog was closed, and says nothing of its own end', async () => {
    const { flow, seen } = pageWith({
      canAutofill,
      get: (options, manner) => (manner.manner === 'autofill' ? untilAborted(options, manner) : dismissed()),
    });
    void flow.start();
    await settle();
    await flow.withPasskey();
    await settle();
    assert.deepEqual(seen.asked, ['autofill 1', 'modal 1', 'autofill 1']);
    assert.deepEqual(states(seen.views), ['asking', 'ready']);
  });

  test('is renewed with a new challenge before the old one expires', async () => {
    const { flow, seen, world } = pageWith({ canAutofill, get: untilAborted });
    void flow.start();
    await settle();
    world.now = 4 * 60 * 1000;
    world.timers.at(-1)?.();
    await settle();
    assert.deepEqual(seen.asked, ['autofill 1', 'autofill 2']);
  });

  test('a server that cannot be reached is not mentioned before somebody wants something', async () => {
    const { flow, seen } = pageWith({ canAutofill, options: () => Promise.reject(refused(0)) });
    await flow.start();
    assert.deepEqual(seen.views, []);
  });
});
