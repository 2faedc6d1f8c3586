import { count } from '../count.ts';
import { type CsvColumn, csvTime } from '../lists/csv.ts';
import type { ListFilters } from '../lists/filters.ts';
import { formatFilter } from '../lists/query-text.ts';
import type { StateKind } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import type { Quarantine, QuarantinedRow, QuarantineGroup } from './api.ts';

export const waysIn = ['none', 'other', 'disabled'] as const;
const causes = ['judged', 'alarm', 'administrator'] as const;

export const wayInMarks: Readonly<Record<QuarantinedRow['wayIn'], StateKind>> = {
  none: 'bad',
  other: 'done',
  disabled: 'off',
};

export const quarantineFilters: ListFilters = {
  choices: [
    {
      key: 'way_in',
      label: words('quarantine.filters.wayIn'),
      values: waysIn.map((value) => ({ value, label: words(`quarantine.waysIn.${value}`) })),
    },
    {
      key: 'cause',
      label: words('quarantine.filters.cause'),
      values: causes.map((value) => ({ value, label: words(`causes.${value}`) })),
    },
  ],
  typed: ['model'],
};

/** What needs somebody first, as a sentence above the list. */
export function urgencyText({ withoutWayIn, credentials, people, isExact }: Quarantine): string {
  const all = words('quarantine.all', {
    count: count(credentials),
    people: words('quarantine.people', { count: count(people) }),
  });
  const most = isExact ? all : words('quarantine.newestOnly', { all });
  return withoutWayIn === 0 ? `${words('quarantine.everybodyIn')} ${most}` : most;
}

/** The search that shows the passkeys of a group. */
export function groupSearch({ cause, model, aaguid }: QuarantineGroup): string {
  return [
    formatFilter({ key: 'cause', value: cause }),
    formatFilter({ key: 'model', value: model === null || /"/.test(model) ? aaguid : model }),
  ].join(' ');
}

/** What to do about a group; it depends on who set it aside. */
export function groupNext({ cause }: Pick<QuarantineGroup, 'cause'>): string {
  switch (cause) {
    case 'alarm':
      return words('quarantine.next.alarm');
    case 'administrator':
      return words('quarantine.next.administrator');
    default:
      return words('quarantine.next.judged');
  }
}

export const quarantineCsv: readonly CsvColumn<QuarantinedRow>[] = [
  { name: 'id', value: (row) => row.id },
  { name: 'name', value: (row) => row.name },
  { name: 'username', value: (row) => row.person.username },
  { name: 'way_in', value: (row) => row.wayIn },
  { name: 'cause', value: (row) => row.cause },
  { name: 'rule', value: (row) => row.rule },
  { name: 'reason', value: (row) => row.reason },
  { name: 'class', value: (row) => row.class },
  { name: 'model', value: (row) => row.model },
  { name: 'aaguid', value: (row) => row.aaguid },
  { name: 'last_used_at', value: (row) => csvTime(row.lastUsedAt) },
];
