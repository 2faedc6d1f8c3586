import { DAY_MS, type Instant, toIso } from '@holdfast/kernel';
import type { TrustDocumentKind } from '../../store/trust-documents.ts';
import type { TrustView } from '../trust/read-trust.ts';
import type { Advice } from './advice.ts';

/** What of trust data needs somebody. Each list is a different matter: not believed, too old, soon at its end. */
export type TrustSituation = {
  /** Addresses from which something came that was not believed, with why. */
  readonly untrusted: readonly { readonly url: string; readonly problem: string }[];
  readonly stale: readonly { readonly kind: TrustDocumentKind; readonly until: Instant }[];
  /** When the certificate ends that today's metadata was signed with, where that is soon. */
  readonly signerEndsAt: Instant | null;
};

const SOON_MS = 30 * DAY_MS;

const names: Readonly<Record<TrustDocumentKind, string>> = {
  metadata_blob: 'FIDO metadata',
  android_status_list: 'Google’s list of withdrawn certificates',
  local_models: 'the list of your own models',
  managed_anchors: 'the authority of managed devices',
  overrides: 'the list of overrides',
  bundle: 'the bundle of trust data',
};

export function trustSituation(
  { sources, documents }: Pick<TrustView, 'sources' | 'documents'>,
  at: Instant,
): TrustSituation {
  const ends = documents.find(({ heading }) => heading.kind === 'metadata_blob')?.heading.notes.signerValidUntil;
  return {
    untrusted: sources.flatMap(({ state, url, problem }) =>
      state === 'untrusted' && url !== null ? [{ url, problem: problem ?? '' }] : [],
    ),
    stale: documents.flatMap(({ heading, freshness: { state, until } }) =>
      state === 'stale' && until !== null ? [{ kind: heading.kind, until }] : [],
    ),
    signerEndsAt: ends !== undefined && ends - at < SOON_MS ? (ends as Instant) : null,
  };
}

/** Stale data still holds and may lack reports; what is not believed never came into use. Somebody has to look in either case. */
export function trustAdvice({ untrusted, stale, signerEndsAt }: TrustSituation): readonly Advice[] {
  const link = '/console/trust';
  const [refused] = untrusted;
  const [old] = stale;
  return [
    ...(refused === undefined
      ? []
      : [
          {
            code: 'trust_untrusted',
            level: 'attention' as const,
            title: 'Trust data that arrived was not believed',
            text: `From ${refused.url}: ${refused.problem} What was known before stays in use.`,
            link,
          },
        ]),
    ...(old === undefined
      ? []
      : [
          {
            code: 'trust_stale',
            level: 'attention' as const,
            title:
              stale.length === 1 ? 'Trust data is out of date' : `${stale.length} kinds of trust data are out of date`,
            text: `Something newer than ${names[old.kind]} here was due by ${toIso(old.until).slice(0, 10)}. What is known stays in use; reports since then are missing. Let it be fetched, or import a newer file.`,
            link,
          },
        ]),
    ...(signerEndsAt === null
      ? []
      : [
          {
            code: 'trust_signer_ends',
            level: 'advice' as const,
            title: 'The certificate that FIDO metadata is signed with ends soon',
            text: `Metadata signed with it is believed until ${toIso(signerEndsAt).slice(0, 10)}. Usually a new one comes in time; look again a few days before.`,
            link,
          },
        ]),
  ];
}
