import { hash } from 'node:crypto';
import { fromBase64url, parseCertificate } from '@holdfast/encoding';
import type { Instant } from '@holdfast/kernel';
import {
  type MetadataStatement,
  type ModelStatus,
  type StatusReport,
  statusOf,
  type TrustData,
  type TrustedModel,
} from '@holdfast/trust';
import type { Ports } from '../../ports.ts';
import { aaguidsInUse, countByModel, findIcon, type ModelCount, noneOfModel } from '../../store/trust-models.ts';
import { modelKey } from './metadata-reading.ts';

export type ModelSummary = {
  readonly key: string;
  readonly aaguid: string | null;
  readonly name: string;
  readonly kind: TrustedModel['kind'];
  readonly source: 'metadata' | 'organisation';
  readonly status: string | null;
  readonly hasProblem: boolean;
  readonly certification: string | null;
  readonly fipsLevel: number | null;
  readonly keyProtection: readonly string[];
  /** Null where passkeys of the model cannot be told from those of others, as of U2F keys. */
  readonly ours: ModelCount | null;
};

export type ModelView = ModelSummary & {
  readonly icon: string | null;
  readonly keyIdentifiers: readonly string[];
  readonly statement: MetadataStatement | null;
  readonly problems: ModelStatus['problems'];
  readonly resolved: ModelStatus['resolved'];
  readonly reports: readonly (StatusReport & { readonly isInEffect: boolean })[];
  readonly roots: readonly { readonly subject: string; readonly digest: string; readonly notAfter: Instant }[];
  readonly syncsBecause: string | null;
};

export type ModelFilters = {
  readonly words: readonly string[];
  readonly filters: {
    readonly kind?: readonly string[];
    readonly status?: readonly string[];
    readonly source?: readonly string[];
    readonly certification?: readonly string[];
    /** `yes`: of which somebody here has a passkey. */
    readonly ours?: readonly string[];
  };
};

/** The catalogue by name: what is trusted to describe itself, with how many passkeys of ours are of each model. */
export async function listModels(
  { database, standing }: Pick<Ports, 'database' | 'standing'>,
  { words, filters }: ModelFilters,
  { after, limit }: { readonly after: readonly [name: string, key: string] | null; readonly limit: number },
): Promise<{
  readonly rows: readonly ModelSummary[];
  readonly nextAfter: readonly string[] | null;
  readonly total: number;
}> {
  const { trust } = await standing();
  const catalogue = catalogueOf(trust);
  const inUse =
    filters.ours === undefined
      ? null
      : await aaguidsInUse(
          database.queries,
          catalogue.flatMap(({ aaguid }) => aaguid ?? []),
        );
  const all = catalogue.filter(
    (model) =>
      words.every((word) => `${model.name} ${model.key}`.toLowerCase().includes(word.toLowerCase())) &&
      (filters.kind?.includes(model.kind) ?? true) &&
      (filters.source?.includes(model.source) ?? true) &&
      (filters.certification?.includes(model.certification ?? 'none') ?? true) &&
      (filters.ours?.some((ours) => (ours === 'yes') === inUse?.has(model.aaguid ?? '')) ?? true) &&
      (filters.status?.some((status) => (status === 'problem') === model.hasProblem) ?? true),
  );
  const start = after === null ? 0 : all.findIndex((model) => compare(model, { name: after[0], key: after[1] }) > 0);
  const found = start < 0 ? [] : all.slice(start, start + limit);
  const aaguids = found.flatMap(({ aaguid }) => aaguid ?? []);
  const counts = await countByModel(database.queries, aaguids);
  const last = found.at(-1);
  const more = last !== undefined && all.at(-1) !== last;
  return {
    rows: found.map((model) => ({
      ...model,
      ours: model.aaguid === null ? null : (counts.get(model.aaguid) ?? noneOfModel),
    })),
    nextAfter: more ? [last.name, last.key] : null,
    total: all.length,
  };
}

/** Everything about one model. */
export async function readModel(
  { database, standing }: Pick<Ports, 'database' | 'standing'>,
  key: string,
): Promise<ModelView | null> {
  const { trust } = await standing();
  const found = trust.models.get(key) ?? trust.modelsByKeyIdentifier.get(key);
  const summary = found === undefined ? null : summaryOf(found, trust);
  if (found === undefined || summary === null) return null;
  const { metadata } = found;
  const { problems, resolved } = metadata === undefined ? { problems: [], resolved: [] } : statusOf(metadata, trust.at);
  const ours = summary.aaguid === null ? null : await countByModel(database.queries, [summary.aaguid]);
  const override = trust.overrides.get(found.aaguid);
  return {
    ...summary,
    ours: ours === null ? null : (ours.get(found.aaguid) ?? noneOfModel),
    icon: await findIcon(database.queries, summary.key),
    keyIdentifiers: metadata?.keyIdentifiers ?? [],
    statement: metadata?.statement ?? null,
    problems,
    resolved,
    reports: (metadata?.reports ?? []).map((report) => ({ ...report, isInEffect: isInEffect(report, trust.at) })),
    roots: found.anchors.flatMap(rootOf),
    syncsBecause: override?.kind === 'synced' ? (override.why ?? 'An override says so.') : null,
  };
}

type Catalogued = Omit<ModelSummary, 'ours'>;

/** One entry a model; made once for each state of trust data. */
const catalogues = new WeakMap<TrustData, readonly Catalogued[]>();

function catalogueOf(trust: TrustData): readonly Catalogued[] {
  const held = catalogues.get(trust);
  if (held !== undefined) return held;
  const models = new Set([...trust.models.values(), ...trust.modelsByKeyIdentifier.values()]);
  const made = [...models].flatMap((model) => summaryOf(model, trust) ?? []).sort(compare);
  catalogues.set(trust, made);
  return made;
}

function compare(a: Pick<Catalogued, 'name' | 'key'>, b: Pick<Catalogued, 'name' | 'key'>): number {
  const [left, right] = [a, b].map(({ name }) => name.toLowerCase());
  if (left !== right) return (left ?? '') < (right ?? '') ? -1 : 1;
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}

const zeroAaguid = '00000000-0000-0000-0000-000000000000';

function summaryOf(model: TrustedModel, { at, overrides }: TrustData): Catalogued | null {
  const { metadata } = model;
  const aaguid = model.aaguid === zeroAaguid ? null : model.aaguid;
  const key = aaguid ?? (metadata === undefined ? null : modelKey(metadata));
  if (key === null) return null;
  const status = metadata === undefined ? null : statusOf(metadata, at);
  const certification = status?.certification ?? null;
  return {
    key,
    aaguid,
    name: model.name,
    kind: overrides.get(model.aaguid)?.kind ?? model.kind,
    source: model.source ?? 'organisation',
    status: status?.effective ?? null,
    hasProblem: (status?.problems.length ?? 0) > 0,
    certification: certification?.isCertified === true ? (certification.level ?? 'FIDO_CERTIFIED') : null,
    fipsLevel: certification?.fips?.level ?? null,
    keyProtection: metadata?.statement?.keyProtection ?? [],
  };
}

function isInEffect({ effectiveAt, sunsetAt }: StatusReport, at: Instant): boolean {
  return (effectiveAt === null || effectiveAt <= at) && (sunsetAt === null || at < sunsetAt);
}

function rootOf(text: string): ModelView['roots'] {
  const der = fromBase64url(text);
  const certificate = der.ok ? parseCertificate(der.value) : der;
  if (!der.ok || !certificate.ok) return [];
  const { subjectText, notAfter } = certificate.value;
  return [{ subject: subjectText, digest: hash('sha256', der.value, 'hex'), notAfter }];
}
