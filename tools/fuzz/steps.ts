import { Session } from 'node:inspector';

/** How much work the packages do: executions of blocks of their code, as V8 counts them. The same input gives the same number. */
export class StepCounter {
  readonly #session = new Session();

  constructor() {
    this.#session.connect();
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  stepsOf(work: () => void): number {
    this.#take();
    work();
    return this.#take();
  }

  close(): void {
    this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }

  /** What was counted since the last time. Calls of a local session answer at once. */
  #take(): number {
    let steps = 0;
    this.#session.post('Profiler.takePreciseCoverage', (problem, { result }) => {
      if (problem !== null) throw problem;
      const ours = result.filter(({ url }) => /\/packages\/[a-z]+\/src\/|\/cborg\//.test(url));
      for (const script of ours) {
        for (const { ranges } of script.functions) for (const { count } of ranges) steps += count;
      }
    });
    return steps;
  }
}
