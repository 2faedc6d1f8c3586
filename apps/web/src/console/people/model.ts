import type { Api } from '@holdfast/server/contract';
import { type CsvColumn, csvTime } from '../lists/csv.ts';
import type { FilterChoice, ListFilters } from '../lists/filters.ts';
import { words } from '../words.ts';

export type PersonRow = Api['GET /api/v1/people']['answer']['items'][number];

const statuses = ['invited', 'active', 'disabled'] as const;
export const roles = ['owner', 'administrator', 'help_desk', 'approver', 'auditor'] as const;
export type Role = (typeof roles)[number];

const choices: readonly FilterChoice[] = [
  {
    key: 'status',
    label: words('people.filters.status'),
    values: statuses.map((value) => ({ value, label: words(`personStatus.${value}`) })),
  },
  {
    key: 'passkeys',
    label: words('people.filters.passkeys'),
    values: (['0', '1', '2'] as const).map((value) => ({ value, label: words(`people.passkeyCounts.${value}`) })),
  },
  {
    key: 'role',
    label: words('people.filters.role'),
    values: roles.map((value) => ({ value, label: words(`roles.${value}.name`) })),
  },
];
export const peopleFilters: ListFilters = { choices, typed: ['group'] };

export const peopleCsv: readonly CsvColumn<PersonRow>[] = [
  { name: 'id', value: (row) => row.id },
  { name: 'username', value: (row) => row.username },
  { name: 'display_name', value: (row) => row.displayName },
  { name: 'email', value: (row) => row.email },
  { name: 'status', value: (row) => row.status },
  { name: 'roles', value: (row) => row.roles.join(' ') },
  { name: 'groups', value: (row) => row.groups.join(' ') },
  { name: 'active_passkeys', value: (row) => row.passkeys },
  { name: 'created_at', value: (row) => csvTime(row.createdAt) },
  { name: 'last_sign_in_at', value: (row) => csvTime(row.lastSignInAt) },
];

/** The first few of many names, and how many more there are, so that one person in forty groups fits a row. */
export function someOf(
  names: readonly string[],
  max = 2,
): { readonly shown: readonly string[]; readonly more: number } {
  const shown = names.length <= max + 1 ? names : names.slice(0, max);
  return { shown, more: names.length - shown.length };
}
