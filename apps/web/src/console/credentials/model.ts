import type { Api } from '@holdfast/server/contract';
import { designWords } from '../../words/design.ts';
import { type CsvColumn, csvTime } from '../lists/csv.ts';
import type { ListFilters } from '../lists/filters.ts';
import { words } from '../words.ts';

export type CredentialRow = Api['GET /api/v1/credentials']['answer']['items'][number];
const statuses = ['active', 'pending', 'quarantined', 'revoked'] as const;
const classes = ['synced', 'platform', 'security-key', 'mobile-bound', 'managed-device'] as const;
const evidences = ['attested', 'claimed'] as const;

export const credentialFilters: ListFilters = {
  choices: [
    {
      key: 'status',
      label: words('credentials.filters.status'),
      values: statuses.map((value) => ({ value, label: designWords(`status_${value}`) })),
    },
    {
      key: 'class',
      label: words('credentials.filters.class'),
      values: classes.map((value) => ({ value, label: designWords(`class_${value}`) })),
    },
    {
      key: 'evidence',
      label: words('credentials.filters.evidence'),
      values: evidences.map((value) => ({ value, label: designWords(`evidence_${value}`) })),
    },
  ],
  typed: ['model', 'person'],
};

export const credentialCsv: readonly CsvColumn<CredentialRow>[] = [
  { name: 'id', value: (row) => row.id },
  { name: 'name', value: (row) => row.name },
  { name: 'username', value: (row) => row.person.username },
  { name: 'class', value: (row) => row.class },
  { name: 'evidence', value: (row) => row.evidence },
  { name: 'model', value: (row) => row.model },
  { name: 'aaguid', value: (row) => row.aaguid },
  { name: 'status', value: (row) => row.status },
  { name: 'status_reason', value: (row) => row.statusReason },
  { name: 'tier', value: (row) => row.tier },
  { name: 'created_at', value: (row) => csvTime(row.createdAt) },
  { name: 'last_used_at', value: (row) => csvTime(row.lastUsedAt) },
];
