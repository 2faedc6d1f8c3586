import type { Api } from '@holdfast/server/contract';
import { count } from '../count.ts';
import { words } from '../words.ts';

export type Overview = Api['GET /api/v1/overview']['answer'];
export type NumberTile = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly text: string;
  /** 0 to 1 where the number is a share; null where it is not. */
  readonly share: number | null;
  readonly link: string;
};

/** The four numbers that matter. */
export function numberTiles(numbers: Overview['numbers']): readonly NumberTile[] {
  const attempts = numbers.signInsLastDay + numbers.refusedLastDay;
  return [
    {
      id: 'enough',
      label: words('overview.numbers.enough'),
      value: percent(numbers.enough, numbers.people),
      text: words('overview.numbers.enoughText', { part: count(numbers.enough), count: count(numbers.people) }),
      share: share(numbers.enough, numbers.people),
      link: '/console/people',
    },
    {
      id: 'attested',
      label: words('overview.numbers.attested'),
      value: percent(numbers.attested, numbers.credentials),
      text: words('overview.numbers.attestedText', {
        part: count(numbers.attested),
        count: count(numbers.credentials),
      }),
      share: share(numbers.attested, numbers.credentials),
      link: '/console/credentials?q=evidence:attested',
    },
    {
      id: 'signIns',
      label: words('overview.numbers.signIns'),
      value: count(numbers.signInsLastDay),
      text: words('overview.numbers.signInsText'),
      share: null,
      link: '/console/events?q=outcome:success',
    },
    {
      id: 'refused',
      label: words('overview.numbers.refused'),
      value: count(numbers.refusedLastDay),
      text:
        attempts === 0
          ? words('overview.numbers.refusedNone')
          : words('overview.numbers.refusedText', { count: count(attempts) }),
      share: null,
      link: '/console/events?q=outcome:refused',
    },
  ];
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/** Never rounds up to 100 %: 999 of 1,000 is not everybody. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return words('overview.numbers.noBase');
  return `${Math.floor((part / whole) * 100)} %`;
}

/** A link that the server names is followed inside the console only. */
export function consoleLink(link: string): string | undefined {
  return /^\/(console|account)(\/|\?|$)/.test(link) ? link : undefined;
}
