import type { Api } from '@holdfast/server/contract';
import { type CsvColumn, csvTime } from '../lists/csv.ts';
import type { ListFilters } from '../lists/filters.ts';
import { words } from '../words.ts';

export type EventRow = Api['GET /api/v1/events']['answer']['items'][number];
const outcomes = ['success', 'refused', 'failed'] as const;

export const eventFilters: ListFilters = {
  choices: [
    {
      key: 'outcome',
      label: words('events.filters.outcome'),
      values: outcomes.map((value) => ({ value, label: words(`outcomes.${value}`) })),
    },
  ],
  typed: ['type', 'code', 'person', 'credential', 'address'],
};

export const eventCsv: readonly CsvColumn<EventRow>[] = [
  { name: 'sequence', value: (row) => row.sequence },
  { name: 'at', value: (row) => csvTime(row.at) },
  { name: 'type', value: (row) => row.type },
  { name: 'outcome', value: (row) => row.outcome },
  { name: 'code', value: (row) => row.code },
  { name: 'text', value: (row) => row.text },
  { name: 'actor', value: (row) => row.actor?.name ?? null },
  { name: 'subject', value: (row) => row.subject?.name ?? null },
  { name: 'credential_id', value: (row) => row.credentialId },
  { name: 'address', value: (row) => row.address },
  { name: 'id', value: (row) => row.id },
];
