import { setTimeout as delay, setImmediate as turnOfTheEventLoop } from 'node:timers/promises';

/** How background work gives way to requests. */
export type Pace = {
  /** True when people are being served in this moment. */
  readonly isBusy: () => boolean;
  /** Waits after a step that took so long, so that people who sign in hardly notice. */
  readonly rest: (tookMs: number) => Promise<void>;
};

/** Requests are counted over windows of this length. */
const WINDOW_MS = 250;
/** So many in a window are people who sign in, 20 in a second; fewer are somebody who watches the work go on. */
const BUSY_FROM = 5;
/** Of the time of a node that answers one request after the other, background work takes a quarter at most. */
const REST_PER_WORK = 3;
const REST_MS_MAX = 1000;

/**
 * Long steps when hardly anybody asks, short ones when people are served, and a rest after each of those.
 *
 * @param requests how many requests the node has received so far
 * @param now milliseconds that only grow
 */
export function paceBy(requests: () => number, now: () => number = () => performance.now()): Pace {
  let [begunAt, begunWith] = [now(), requests()];
  let lastWindow = 0;
  const isBusy = () => {
    const elapsed = now() - begunAt;
    const since = requests() - begunWith;
    if (elapsed < WINDOW_MS) return Math.max(since, lastWindow) >= BUSY_FROM;
    [begunAt, begunWith] = [now(), requests()];
    lastWindow = (since * WINDOW_MS) / elapsed;
    return lastWindow >= BUSY_FROM;
  };
  return {
    isBusy,
    rest: async (tookMs) => {
      // Requests that arrived meanwhile come first, and are seen.
      await turnOfTheEventLoop();
      if (!isBusy()) return;
      await delay(Math.min(REST_MS_MAX, Math.max(1, Math.round(tookMs * REST_PER_WORK))));
    },
  };
}

/** Where nobody else is served: the command line, tests. */
export const fullSpeed: Pace = { isBusy: () => false, rest: () => turnOfTheEventLoop() };
