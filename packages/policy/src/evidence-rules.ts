import { androidSecurityLevels, certificationDemands, monthText } from './evidence-words.ts';
import type { AndroidSecurityLevel, AssessedCredential } from './model.ts';
import type { Rule } from './rules.ts';

/**
 * Rules about what evidence and metadata say. What nobody signed proves nothing here: a claimed model has no certification.
 * Rules about Android let everything pass that has no Android key attestation.
 */
export const evidenceRules: readonly Rule[] = [
  {
    id: 'refused_statuses',
    isSet: ({ refusedStatuses }) => refusedStatuses.length > 0,
    holds: ({ refusedStatuses }, { problems }) =>
      !problems.some(({ status }) => refusedStatuses.some((refused) => refused === status)),
    tell: ({ refusedStatuses }, { problems }) => ({
      fact: 'reports',
      received: problems.length === 0 ? 'none' : problems.map(({ status, scope }) => `${status} (${scope})`).join(', '),
      expected: refusedStatuses.length === 0 ? 'anything' : `none of ${refusedStatuses.join(', ')}`,
    }),
  },
  {
    id: 'minimum_certification',
    isSet: ({ minimumCertification }) => minimumCertification !== 'none',
    holds: ({ minimumCertification }, credential) =>
      minimumCertification === 'none' ||
      (isModelProven(credential) &&
        rank(certificationDemands, credential.certification.level) >= rank(certificationDemands, minimumCertification)),
    tell: ({ minimumCertification }, credential) => ({
      fact: 'certification',
      received: proven(credential, credential.certification.level ?? 'none'),
      expected: minimumCertification === 'none' ? 'anything' : `attested, at least ${minimumCertification}`,
    }),
  },
  {
    id: 'minimum_fips_level',
    isSet: ({ minimumFipsLevel }) => minimumFipsLevel > 0,
    holds: ({ minimumFipsLevel }, credential) =>
      minimumFipsLevel === 0 ||
      (isModelProven(credential) && (credential.certification.fips?.level ?? 0) >= minimumFipsLevel),
    tell: ({ minimumFipsLevel }, credential) => ({
      fact: 'FIPS 140 level',
      received: proven(credential, String(credential.certification.fips?.level ?? 'none')),
      expected: minimumFipsLevel === 0 ? 'anything' : `attested, at least ${minimumFipsLevel}`,
    }),
  },
  {
    id: 'key_protection',
    isSet: ({ keyProtection }) => keyProtection.length > 0,
    holds: ({ keyProtection: lists }, { evidence, keyProtection: said }) =>
      lists.length === 0 ||
      (evidence === 'attested' && lists.every((list) => list.some((word) => said.includes(word)))),
    tell: ({ keyProtection: lists }, { evidence, keyProtection: said }) => {
      const told = lists.find((list) => !list.some((word) => said.includes(word))) ?? lists[0];
      return {
        fact: 'key protection',
        received: `${said.length === 0 ? 'not told' : said.join(', ')} (${evidence})`,
        expected: told === undefined ? 'anything' : `attested, ${told.join(' or ')}`,
      };
    },
  },
  {
    id: 'android_security_level',
    isSet: ({ androidSecurityLevel }) => androidSecurityLevel !== 'software',
    holds: ({ androidSecurityLevel }, { android }) =>
      android === null ||
      rank(androidSecurityLevels, levelOf(android)) >= rank(androidSecurityLevels, androidSecurityLevel),
    tell: ({ androidSecurityLevel }, { android }) => ({
      fact: 'Android security level',
      received:
        android === null
          ? noAndroid
          : `key ${android.keySecurityLevel}, attestation ${android.attestationSecurityLevel}`,
      expected: `at least ${androidSecurityLevel}`,
    }),
  },
  {
    id: 'android_verified_boot',
    isSet: ({ androidVerifiedBoot }) => androidVerifiedBoot,
    holds: ({ androidVerifiedBoot }, { android }) => !androidVerifiedBoot || android === null || android.verifiedBoot,
    tell: ({ androidVerifiedBoot }, { android }) => ({
      fact: 'verified boot',
      received:
        android === null ? noAndroid : android.verifiedBoot ? 'verified and locked' : 'not verified, or unlocked',
      expected: androidVerifiedBoot ? 'verified and locked' : 'anything',
    }),
  },
  {
    id: 'android_patch_level',
    isSet: ({ androidPatchLevel }) => androidPatchLevel !== null,
    holds: ({ androidPatchLevel: oldest }, { android }) =>
      oldest === null || android === null || (android.osPatchLevel !== null && android.osPatchLevel >= oldest),
    tell: ({ androidPatchLevel: oldest }, { android }) => ({
      fact: 'Android patch level',
      received: android === null ? noAndroid : monthOr(android.osPatchLevel, 'not told'),
      expected: oldest === null ? 'anything' : `${monthText(oldest)} or later`,
    }),
  },
  {
    id: 'android_patch_age',
    isSet: ({ androidPatchAgeMonths }) => androidPatchAgeMonths !== null,
    holds: ({ androidPatchAgeMonths: oldest }, { android }) =>
      oldest === null || android === null || (android.patchAgeMonths !== null && android.patchAgeMonths <= oldest),
    tell: ({ androidPatchAgeMonths: oldest }, { android }) => ({
      fact: 'age of the Android patch level',
      received:
        android === null ? noAndroid : android.patchAgeMonths === null ? 'not told' : months(android.patchAgeMonths),
      expected: oldest === null ? 'anything' : `at most ${months(oldest)}`,
    }),
  },
  {
    id: 'android_applications',
    isSet: ({ androidApplications }) => androidApplications !== null,
    holds: ({ androidApplications: known }, { android }) =>
      known === null ||
      android === null ||
      (android.packages.length > 0 && android.packages.every((name) => known.includes(name))),
    tell: ({ androidApplications: known }, { android }) => ({
      fact: 'Android packages',
      received: android === null ? noAndroid : android.packages.length === 0 ? 'not told' : android.packages.join(', '),
      expected: known === null ? 'anything' : known.length === 0 ? 'none is accepted' : `only ${known.join(', ')}`,
    }),
  },
];

const noAndroid = 'no Android evidence';

/** Certification belongs to a model: only a model that the maker signed for has one. */
export function isModelProven({ evidence, model }: AssessedCredential): boolean {
  return evidence === 'attested' && model.evidence === 'attested';
}

function proven(credential: AssessedCredential, what: string): string {
  return `${what} (${isModelProven(credential) ? 'attested' : 'claimed'})`;
}

/** A word that is not on the ladder stands below it. */
function rank(ladder: readonly string[], step: string | null): number {
  return step === null ? -1 : ladder.indexOf(step);
}

/** The weaker of the two: a chip that vouches for a key in software proves a key in software. */
function levelOf({
  attestationSecurityLevel: one,
  keySecurityLevel: other,
}: NonNullable<AssessedCredential['android']>): AndroidSecurityLevel {
  return rank(androidSecurityLevels, one) < rank(androidSecurityLevels, other) ? one : other;
}

function monthOr(yearMonth: number | null, none: string): string {
  return yearMonth === null ? none : monthText(yearMonth);
}

function months(count: number): string {
  return count === 1 ? '1 month' : `${count} months`;
}
