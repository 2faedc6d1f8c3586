import process from 'node:process';
import { createInterface } from 'node:readline';
import { runDueJobs } from '../use-cases/jobs/run-jobs.ts';
import { rejudgeWork } from '../use-cases/judging/rejudge-work.ts';
import { openInstallation } from './harness.ts';
import { inShortSteps } from './jobs.ts';

/**
 * Judges again what is in a database, under a policy. Names the phase of each step on standard output when its work is
 * done but not committed, and goes on with the next line of standard input: somebody kills it there.
 */
const [, , url = '', policySource = ''] = process.argv;
const { ports } = await openInstallation(url, policySource);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
await runDueJobs(ports, {
  owner: 'a node that is killed',
  kinds: {
    rejudge: async (step) => {
      const done = await rejudgeWork(step);
      process.stdout.write(`${step.job.phase}\n`);
      await lines.next();
      return done;
    },
  },
  isOn: () => true,
  pace: inShortSteps,
});
process.stdout.write('finished\n');
