import { bytesText } from '../../words/bytes.ts';
import { count } from '../count.ts';
import type { StateKind } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import type { Trust, TrustDocument, TrustSource } from './api.ts';

export type SourceState = 'untrusted' | 'unreachable' | 'stale' | 'current' | 'off' | 'waiting' | 'missing';
export const sourceMarks: Readonly<Record<SourceState, StateKind>> = {
  untrusted: 'distrusted',
  unreachable: 'cut',
  stale: 'late',
  current: 'good',
  off: 'off',
  waiting: 'waiting',
  missing: 'off',
};

export type SourceView = {
  readonly source: TrustSource;
  readonly document: TrustDocument | null;
  /** How fetching stands and how old the document is are two questions: one answer each, the worse first. */
  readonly states: readonly SourceState[];
  readonly failure: Failure | null;
};

/** What is wrong, what was seen, and what to do now. */
export type Failure = { readonly what: string; readonly seen: string | null; readonly next: string };

/** Each source with what it brought, and what came here in other ways. */
export function trustView({ sources, documents }: Trust): {
  readonly sources: readonly SourceView[];
  readonly others: readonly TrustDocument[];
} {
  const fetched = new Set<string>(sources.map(({ kind }) => kind));
  return {
    sources: sources.map((source) => sourceView(source, documents.find(({ kind }) => kind === source.kind) ?? null)),
    others: documents.filter(({ kind }) => !fetched.has(kind)),
  };
}

export function sourceView(source: TrustSource, document: TrustDocument | null): SourceView {
  return { source, document, states: statesOf(source, document), failure: failureOf(source, document) };
}

function statesOf({ state }: TrustSource, document: TrustDocument | null): readonly SourceState[] {
  const age = ageOf(document);
  switch (state) {
    case 'untrusted':
    case 'unreachable':
      return age === 'stale' ? [state, age] : [state];
    case 'off':
      return age === 'stale' ? [age, state] : age === 'missing' ? [state] : [age, state];
    case 'waiting':
      return age === 'missing' ? [state] : [age];
    case 'current':
      return [age];
  }
}

export function ageOf(document: TrustDocument | null): 'stale' | 'current' | 'missing' {
  if (document === null) return 'missing';
  return document.freshness === 'stale' ? 'stale' : 'current';
}

function failureOf(source: TrustSource, document: TrustDocument | null): Failure | null {
  const { state, problem, seen, url } = source;
  const host = hostOf(url);
  const age = ageOf(document);
  if (state === 'untrusted')
    return { what: problem ?? words('trust.untrusted'), seen, next: words('trust.next.untrusted') };
  if (state === 'unreachable') {
    const next = age === 'missing' ? 'trust.next.unreachableNothing' : 'trust.next.unreachable';
    return { what: problem ?? words('trust.unreachable'), seen, next: words(next, { host }) };
  }
  if (age === 'stale') {
    const next = url === null ? 'trust.next.staleOff' : 'trust.next.stale';
    return { what: words('trust.stale'), seen: null, next: words(next) };
  }
  return null;
}

export function hostOf(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).host : '';
}

/** `No. 142 · 312 entries · 9.4 MB`, as far as a document has such things. */
export function contentText({
  kind,
  number,
  entries,
  sizeBytes,
}: Pick<TrustDocument, 'kind' | 'number' | 'entries' | 'sizeBytes'>): string {
  return [
    number === null ? null : words('trust.number', { number: count(number) }),
    words(`trust.entries.${kind}`, { count: count(entries) }),
    bytesText(sizeBytes),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** How a document came here, in words. */
export function originText({ origin, source }: Pick<TrustDocument, 'origin' | 'source'>): string {
  switch (origin) {
    case 'fetched':
      return words('trust.origin.fetched', { host: hostOf(source) || (source ?? '') });
    case 'imported':
      return source === null ? words('trust.origin.importedUnnamed') : words('trust.origin.imported', { name: source });
    case 'bundle':
      return words('trust.origin.bundle');
    case 'file':
      return words('trust.origin.file');
  }
}
