import { count } from '../count.ts';
import { words } from '../words.ts';
import type { JobRow } from './api.ts';

export type ResultLine = {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  /** Where those that are counted can be seen now. */
  readonly link?: { readonly to: string; readonly q: string };
};

/** What came of a run, the most important first. A member that a release does not write is left out. */
export function resultLines({ result }: Pick<JobRow, 'result'>): readonly ResultLine[] {
  const line = (key: ResultKey, link?: ResultLine['link']): readonly ResultLine[] => {
    const value = result[key];
    if (typeof value !== 'number') return [];
    return [
      {
        key,
        name: words(`jobs.results.${key}`),
        value: count(value),
        ...(link !== undefined && value > 0 && { link }),
      },
    ];
  };
  return [
    ...line('quarantined', { to: '/console/credentials/quarantine', q: 'cause:judged' }),
    ...line('restored'),
    ...line('sessionsEnded'),
    ...line('monitored'),
    ...line('judgementsChanged'),
    ...line('factsJudged'),
  ];
}

type ResultKey = 'quarantined' | 'restored' | 'sessionsEnded' | 'monitored' | 'judgementsChanged' | 'factsJudged';

/** One number of a result for a list; a dash where it is not known. */
export function resultNumber({ result }: Pick<JobRow, 'result'>, key: ResultKey): string {
  const value = result[key];
  return typeof value === 'number' ? count(value) : '–';
}
