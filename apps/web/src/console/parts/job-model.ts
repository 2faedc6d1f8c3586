import { count } from '../count.ts';
import { wordOf, words } from '../words.ts';
import type { StateKind } from './state-mark.tsx';

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'superseded';

/** What is shown of long work, whatever it is about. */
export type JobProgressData = {
  readonly kind: string;
  readonly state: JobState;
  readonly phase: string;
  /** Of the phase. */
  readonly done: number;
  readonly total: number;
};

export const jobMarks: Readonly<Record<JobState, StateKind>> = {
  waiting: 'waiting',
  running: 'waiting',
  done: 'done',
  failed: 'bad',
  cancelled: 'off',
  superseded: 'off',
};

/** How often a page asks again while work is under way; never once it has ended. */
export function askAgainMs(job: { readonly state: JobState } | null | undefined): number | false {
  return job?.state === 'waiting' || job?.state === 'running' ? 1000 : false;
}

export function phaseName({ kind, phase }: Pick<JobProgressData, 'kind' | 'phase'>): string {
  return wordOf(`jobs.phases.${kind}`, phase) ?? wordOf('jobs.kinds', kind) ?? kind;
}

/** What is done and what is left, in words; null while nobody knows how much there is. */
export function progressText({ done, total }: Pick<JobProgressData, 'done' | 'total'>): string | null {
  if (total === 0) return null;
  const within = Math.min(done, total);
  return words('jobs.progress', { done: count(within), total: count(total), left: count(total - within) });
}
