import { describeEvent } from '@holdfast/audit';
import { toBase64url } from '@holdfast/encoding';
import { type Instant, toIso } from '@holdfast/kernel';
import { effectivePolicy, judge, type Policy } from '@holdfast/policy';
import { assess, type TrustData } from '@holdfast/trust';
import type { CredentialFacts } from '@holdfast/webauthn';
import type { Config } from '../../config.ts';
import {
  EVIDENCE_FORMAT,
  EVIDENCE_VERSION,
  type EvidenceEvent,
  type EvidenceFile,
  type EvidencePasskey,
} from '../../http/contract/evidence.ts';
import { verdictShape } from '../../http/verdict-shape.ts';
import { VERSION } from '../../http/version.ts';
import type { Standing } from '../../ports.ts';
import type { PasskeyRecord } from '../../store/credential-evidence.ts';
import type { EvidenceEventRow, EvidenceEvents } from '../../store/evidence-events.ts';
import type { PersonSummary } from '../../store/people-admin.ts';
import type { PolicyVersion } from '../../store/policy-versions.ts';
import type { TrustHeading } from '../../store/trust-documents.ts';
import { sealed } from './evidence-text.ts';
import { evidenceTrust, isoOrNull } from './evidence-trust.ts';
import { verifyAgain } from './verify-again.ts';

/** Everything that a file is made from, read at one time. */
export type EvidenceParts = {
  readonly about: 'person' | 'passkey';
  readonly at: Instant;
  readonly madeFor: { readonly id: string; readonly username: string; readonly displayName: string };
  readonly person: PersonSummary;
  readonly standing: Standing;
  /** Null where the version is in memory only. */
  readonly policyVersion: PolicyVersion | null;
  readonly headings: readonly TrustHeading[];
  readonly passkeys: readonly PasskeyRecord[];
  readonly events: EvidenceEvents;
};

type Installation = Pick<Config, 'organisationName' | 'origin' | 'rpId'>;

/** Judges every passkey by policy and trust data of this moment, and puts down what they were judged by. */
export function makeEvidence({ config }: { readonly config: Installation }, parts: EvidenceParts): EvidenceFile {
  const { about, at, madeFor, person, standing, headings, passkeys, events } = parts;
  const { policy, trust } = standing;
  const proved = passkeys.map((record) => ({ record, facts: factsOf(record) }));
  return sealed({
    format: EVIDENCE_FORMAT,
    version: EVIDENCE_VERSION,
    about,
    madeAt: toIso(at),
    madeFor: { id: madeFor.id, username: madeFor.username, displayName: madeFor.displayName },
    installation: {
      organisation: config.organisationName,
      origin: config.origin,
      rpId: config.rpId,
      release: VERSION,
    },
    person: personShape(person),
    policy: policyShape(parts),
    trust: evidenceTrust(
      trust,
      headings.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
      proved.map(({ facts }) => facts),
    ),
    passkeys: proved.map(({ record, facts }) => passkeyShape(record, facts, { policy, trust, groups: person.groups })),
    events: { items: events.events.map(eventShape), leftOut: events.leftOut },
  });
}

/**
 * Facts are stored once for all equal devices, with a certificate of whichever came first. What belongs into the file of this person
 * is what their own bytes prove; where those prove nothing any more, the certificates of somebody else are still none of their business.
 */
function factsOf(record: PasskeyRecord): CredentialFacts {
  const again = verifyAgain({
    ...record,
    attestationObject: toBase64url(record.attestationObject),
    clientDataJSON: toBase64url(record.clientDataJSON),
  });
  return again.ok ? again.value.facts : { ...record.facts, attestation: { type: 'none' } };
}

function personShape(person: PersonSummary): EvidenceFile['person'] {
  const { id, username, displayName, status, roles, groups, createdAt, enrolledAt, lastSignInAt } = person;
  return {
    id,
    username,
    displayName,
    status,
    roles: [...roles],
    groups: [...groups],
    createdAt: toIso(createdAt),
    enrolledAt: isoOrNull(enrolledAt),
    lastSignInAt: isoOrNull(lastSignInAt),
  };
}

function policyShape({ standing, policyVersion, person }: EvidenceParts): EvidenceFile['policy'] {
  const { policy } = standing;
  const applied = policyVersion?.digest === policy.digest ? policyVersion : null;
  return {
    version: standing.policyVersion,
    digest: policy.digest,
    appliedAt: applied === null ? null : toIso(applied.appliedAt),
    appliedBy: applied?.appliedBy ?? null,
    origin: applied?.origin ?? null,
    note: applied?.note ?? null,
    source: policy.source,
    effective: { ...effectivePolicy(policy, person.groups) },
  };
}

type Light = { readonly policy: Policy; readonly trust: TrustData; readonly groups: readonly string[] };

function passkeyShape(
  record: PasskeyRecord,
  facts: CredentialFacts,
  { policy, trust, groups }: Light,
): EvidencePasskey {
  const assessment = assess(facts, trust, record.receivedAt);
  return {
    id: record.id,
    name: record.name,
    status: record.status,
    statusReason: record.statusReason,
    statusCause: record.statusCause,
    class: record.class,
    evidence: record.evidence,
    aaguid: record.aaguid,
    tier: record.tier,
    createdAt: toIso(record.createdAt),
    lastUsedAt: isoOrNull(record.lastUsedAt),
    revokedAt: isoOrNull(record.revokedAt),
    publicKey: toBase64url(record.publicKeyCose),
    signCount: record.signCount,
    backupEligible: record.backupEligible,
    backedUp: record.backedUp,
    registration: {
      receivedAt: toIso(record.receivedAt),
      address: record.address,
      origin: record.origin,
      rpId: record.rpId,
      attestationObject: toBase64url(record.attestationObject),
      clientDataJSON: toBase64url(record.clientDataJSON),
    },
    facts: { ...facts },
    factsDigest: record.factsDigest,
    judgement: record.judgement,
    assessment: { ...assessment },
    verdict: verdictShape(judge(policy, groups, assessment)),
  };
}

function eventShape(event: EvidenceEventRow): EvidenceEvent {
  const { sequence, id, at, type, detail, ...rest } = event;
  const { outcome, code, actor, subjectId, credentialId, address, origin, userAgent, requestId, policyDigest } = rest;
  return {
    sequence,
    id,
    at: toIso(at),
    type,
    text: describeEvent(type, detail),
    outcome,
    code,
    actor: { kind: actor.kind, id: actor.id, name: actor.name },
    subjectId,
    credentialId,
    address,
    origin,
    userAgent,
    requestId,
    policyDigest,
    detail: { ...detail },
  };
}
