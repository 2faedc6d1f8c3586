import { setTimeout as delay, setImmediate as turnOfTheEventLoop } from 'node:timers/promises';

/** How background work gives way to requests. */
export type Pace = {
  /** True when requests came in this moment. */
  readonly isBusy: () => boolean;
  /** Waits after a step that took so long, so that people who sign in hardly notice. */
  readonly rest: (tookMs: number) => Promise<void>;
};

/** Whoever asked something so recently is likely to ask again. */
const BUSY_MS = 1000;
/** Of the time of a node that answers one request after the other, background work takes a quarter at most. */
const REST_PER_WORK = 3;
const REST_MS_MAX = 1000;

/**
 * Long steps when nobody asks, short ones when somebody does, and a rest after each during which somebody did.
 *
 * @param requests how many requests the node has received so far
 */
export function paceBy(requests: () => number): Pace {
  let [seen, seenAt] = [requests(), Number.NEGATIVE_INFINITY];
  const look = () => {
    const now = requests();
    if (now === seen) return false;
    [seen, seenAt] = [now, performance.now()];
    return true;
  };
  return {
    isBusy: () => {
      look();
      return performance.now() - seenAt < BUSY_MS;
    },
    rest: async (tookMs) => {
      const before = seen;
      // Requests that arrived meanwhile come first, and are seen.
      await turnOfTheEventLoop();
      look();
      if (seen !== before || performance.now() - seenAt < tookMs) {
        await delay(Math.min(REST_MS_MAX, Math.max(1, Math.round(tookMs * REST_PER_WORK))));
      }
    },
  };
}

/** Where nobody else is served: the command line, tests. */
export const fullSpeed: Pace = { isBusy: () => false, rest: () => turnOfTheEventLoop() };
