import type { Api } from '@holdfast/server/contract';
import { type CsvColumn, csvTime } from '../lists/csv.ts';
import type { ListFilters } from '../lists/filters.ts';

export type GroupRow = Api['GET /api/v1/groups']['answer']['items'][number];

export const groupFilters: ListFilters = { choices: [], typed: [] };

export const groupCsv: readonly CsvColumn<GroupRow>[] = [
  { name: 'id', value: (row) => row.id },
  { name: 'name', value: (row) => row.name },
  { name: 'description', value: (row) => row.description },
  { name: 'members', value: (row) => row.members },
  { name: 'populations', value: (row) => row.populations.join(' ') },
  { name: 'created_at', value: (row) => csvTime(row.createdAt) },
];
