import type { Api } from '@holdfast/server/contract';
import { type CsvColumn, csvTime } from '../lists/csv.ts';
import type { ListFilters } from '../lists/filters.ts';
import { words } from '../words.ts';

export type InvitationRow = Api['GET /api/v1/invitations']['answer']['items'][number];
const statuses = ['open', 'used', 'expired', 'withdrawn'] as const;

export const invitationFilters: ListFilters = {
  choices: [
    {
      key: 'status',
      label: words('invitations.filters.status'),
      values: statuses.map((value) => ({ value, label: words(`invitationStatus.${value}`) })),
    },
  ],
  typed: [],
};

export const invitationCsv: readonly CsvColumn<InvitationRow>[] = [
  { name: 'id', value: (row) => row.id },
  { name: 'username', value: (row) => row.person.username },
  { name: 'display_name', value: (row) => row.person.displayName },
  { name: 'status', value: (row) => row.status },
  { name: 'created_by', value: (row) => row.createdBy },
  { name: 'created_at', value: (row) => csvTime(row.createdAt) },
  { name: 'expires_at', value: (row) => csvTime(row.expiresAt) },
  { name: 'ended_at', value: (row) => csvTime(row.endedAt) },
];

export type InvitationAct = 'withdraw' | 'renew';

/** A used one has done its work; one that ran out or was withdrawn can only be followed by another. */
export function invitationActs(row: InvitationRow, permissions: readonly string[]): readonly InvitationAct[] {
  if (!permissions.includes('invitations:write')) return [];
  switch (row.status) {
    case 'open':
      return ['renew', 'withdraw'];
    case 'expired':
    case 'withdrawn':
      return ['renew'];
    default:
      return [];
  }
}
