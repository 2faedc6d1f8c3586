import { setTimeout as delay, setImmediate as turnOfTheEventLoop } from 'node:timers/promises';

/** How background work gives way to requests. */
export type Pace = {
  /** True when requests came in this moment. */
  readonly isBusy: () => boolean;
  /** Waits after a step that took so long, so that people who sign in hardly notice. */
  readonly rest: (tookMs: number) => Promise<void>;
};

/** Whoever asked something so recently is likely to ask again. */
const BUSY_MS = 100;
/** Of the time of a node that answers requests, background work takes a quarter at most. */
const REST_PER_WORK = 3;
const REST_MS_MAX = 1000;

/**
 * Full speed when nobody asks, a quarter of the time when somebody does.
 *
 * @param requests how many requests the node has received so far
 */
export function paceBy(requests: () => number): Pace {
  let [seen, seenAt] = [requests(), Number.NEGATIVE_INFINITY];
  const isBusy = () => {
    const now = requests();
    if (now !== seen) [seen, seenAt] = [now, performance.now()];
    return performance.now() - seenAt < BUSY_MS;
  };
  return {
    isBusy,
    rest: async (tookMs) => {
      // Requests that arrived meanwhile come first, and are seen.
      await turnOfTheEventLoop();
      if (isBusy()) await delay(Math.min(REST_MS_MAX, Math.max(1, Math.round(tookMs * REST_PER_WORK))));
    },
  };
}

/** Where nobody else is served: the command line, tests. */
export const fullSpeed: Pace = { isBusy: () => false, rest: () => turnOfTheEventLoop() };
