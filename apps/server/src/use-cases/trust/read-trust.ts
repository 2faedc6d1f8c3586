import type { Instant } from '@holdfast/kernel';
import { errorEntry, findCode } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { currentTrustDocuments, type TrustDocumentKind, type TrustHeading } from '../../store/trust-documents.ts';
import {
  listTrustSources,
  type TrustSource,
  type TrustSourceName,
  trustSourceNames,
} from '../../store/trust-sources.ts';
import { type Freshness, freshnessOf } from './freshness.ts';
import { comesFromFile } from './import-document.ts';
import { sourceOf } from './keep-trust-current.ts';
import { addressOf, kindGivenBy } from './refresh-source.ts';

export type SourceView = {
  readonly name: TrustSourceName;
  readonly kind: TrustDocumentKind;
  readonly url: string | null;
  readonly state: 'off' | TrustSource['state'];
  readonly lastAttemptAt: Instant | null;
  readonly lastSuccessAt: Instant | null;
  readonly lastOutcome: string | null;
  /** A sentence about the last attempt where it failed. */
  readonly problem: string | null;
  /** What was seen. */
  readonly seen: string | null;
  readonly nextAttemptAt: Instant | null;
  readonly failures: number;
  readonly isRunning: boolean;
};

export type DocumentView = {
  readonly heading: TrustHeading;
  readonly freshness: Freshness;
  readonly isFromFile: boolean;
};

export type TrustView = {
  readonly digest: string;
  readonly at: Instant;
  readonly models: number;
  readonly sources: readonly SourceView[];
  readonly documents: readonly DocumentView[];
  readonly bundleKeys: number;
};

/** Where trust data comes from, what is in use, how old it is, and what is wrong with it. */
export async function readTrust(
  ports: Pick<Ports, 'config' | 'database' | 'standing' | 'trustSigners'>,
  at: Instant,
): Promise<TrustView> {
  const { queries } = ports.database;
  const sources = await listTrustSources(queries, at);
  const documents = [...(await currentTrustDocuments(queries)).values()].map(({ heading }) => ({
    heading,
    freshness: freshnessOf(heading, sourceOf(ports, sources, heading.kind), at, ports.config.trustFreshnessMs),
    isFromFile: comesFromFile(ports, heading.kind),
  }));
  const { trust } = await ports.standing();
  return {
    digest: trust.digest,
    at: trust.at,
    models: trust.models.size + new Set(trust.modelsByKeyIdentifier.values()).size,
    sources: trustSourceNames.map((name) => sourceView(ports, sources, name)),
    documents: documents.toSorted((a, b) => (a.heading.kind < b.heading.kind ? -1 : 1)),
    bundleKeys: ports.trustSigners.bundleKeys.length,
  };
}

export function sourceView(
  { config }: Pick<Ports, 'config'>,
  sources: readonly TrustSource[],
  name: TrustSourceName,
): SourceView {
  const url = addressOf(name, config);
  const source = sources.find((each) => each.name === name);
  const isKnown = url !== null && source !== undefined && source.url === url;
  const failed =
    isKnown && source.failures > 0 && source.lastOutcome !== null && findCode(source.lastOutcome) !== undefined;
  return {
    name,
    kind: kindGivenBy(name),
    url,
    state: url === null ? 'off' : isKnown ? source.state : 'waiting',
    lastAttemptAt: isKnown ? source.lastAttemptAt : null,
    lastSuccessAt: isKnown ? source.lastSuccessAt : null,
    lastOutcome: isKnown ? source.lastOutcome : null,
    problem: failed ? errorEntry(source.lastOutcome ?? '').operator : null,
    seen: failed ? source.lastMessage : null,
    nextAttemptAt: isKnown ? source.nextAttemptAt : null,
    failures: isKnown ? source.failures : 0,
    isRunning: isKnown && source.isRunning,
  };
}
