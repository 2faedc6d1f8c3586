import { count } from '../count.ts';
import type { CsvColumn } from '../lists/csv.ts';
import type { ListFilters } from '../lists/filters.ts';
import type { StateKind } from '../parts/state-mark.tsx';
import { wordOf, words } from '../words.ts';
import type { ModelRow } from './api.ts';

const certifications = ['none', 'FIDO_CERTIFIED', 'L1', 'L1plus', 'L2', 'L2plus', 'L3', 'L3plus'] as const;

export const modelFilters: ListFilters = {
  choices: [
    {
      key: 'status',
      label: words('models.filters.status'),
      values: [
        { value: 'problem', label: words('models.status.problem') },
        { value: 'good', label: words('models.status.good') },
      ],
    },
    {
      key: 'certification',
      label: words('models.filters.certification'),
      values: certifications.map((value) => ({ value, label: certificationText(value === 'none' ? null : value) })),
    },
    {
      key: 'kind',
      label: words('models.filters.kind'),
      values: (['security-key', 'platform', 'synced'] as const).map((value) => ({
        value,
        label: words(`models.kinds.${value}`),
      })),
    },
    {
      key: 'ours',
      label: words('models.filters.ours'),
      values: [
        { value: 'yes', label: words('models.oursYes') },
        { value: 'no', label: words('models.oursNo') },
      ],
    },
  ],
  typed: ['source'],
};

export function certificationText(certification: string | null): string {
  if (certification === null) return words('models.notCertified');
  return wordOf('credential.values.certification.level', certification) ?? certification;
}

export type StatusOfModel = Pick<ModelRow, 'status' | 'hasProblem' | 'certification'>;

/** The worst that is reported, else how it is certified: by shape, colour and word. */
export function statusMark({ status, hasProblem, certification }: StatusOfModel): {
  readonly kind: StateKind;
  readonly text: string;
} {
  if (status === null) return { kind: 'off', text: words('models.noReports') };
  const kind = hasProblem ? 'bad' : certification === null ? 'off' : 'good';
  return { kind, text: wordOf('trust.statuses', status) ?? status };
}

export function oursText({ ours }: Pick<ModelRow, 'ours'>): string {
  if (ours === null) return words('models.oursUnknown');
  const { attested, claimed, setAside } = ours;
  const active = attested + claimed;
  if (active + setAside === 0) return words('none');
  const parts = [
    ...(active > 0 && claimed > 0 ? [words('models.oursAttested', { attested: count(attested) })] : []),
    ...(setAside > 0 ? [words('models.oursSetAside', { setAside: count(setAside) })] : []),
  ];
  const all = count(active + setAside);
  return parts.length === 0 ? all : words('models.oursParts', { all, parts: parts.join(', ') });
}

export const modelCsv: readonly CsvColumn<ModelRow>[] = [
  { name: 'key', value: (row) => row.key },
  { name: 'aaguid', value: (row) => row.aaguid },
  { name: 'name', value: (row) => row.name },
  { name: 'kind', value: (row) => row.kind },
  { name: 'source', value: (row) => row.source },
  { name: 'status', value: (row) => row.status },
  { name: 'has_problem', value: (row) => String(row.hasProblem) },
  { name: 'certification', value: (row) => row.certification },
  { name: 'fips_level', value: (row) => row.fipsLevel },
  { name: 'key_protection', value: (row) => row.keyProtection.join(' ') },
  { name: 'ours_attested', value: (row) => row.ours?.attested ?? null },
  { name: 'ours_claimed', value: (row) => row.ours?.claimed ?? null },
  { name: 'ours_set_aside', value: (row) => row.ours?.setAside ?? null },
];
