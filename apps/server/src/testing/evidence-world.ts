import { type DeviceName, exampleCreationOptions, seededRandom } from '@holdfast/emulator';
import { fromBase64url } from '@holdfast/encoding';
import { type Instant, instant, type PersonId } from '@holdfast/kernel';
import { judge, parsePolicy } from '@holdfast/policy';
import { assess, judgingDigest, type TrustData } from '@holdfast/trust';
import { verifyRegistration } from '@holdfast/webauthn';
import type { EvidenceFile } from '../http/contract/evidence.ts';
import type { PasskeyRecord } from '../store/credential-evidence.ts';
import type { EvidenceEventRow } from '../store/evidence-events.ts';
import type { TrustHeading } from '../store/trust-documents.ts';
import { makeEvidence } from '../use-cases/evidence/make-evidence.ts';
import { projectionOf } from '../use-cases/judging/projection.ts';
import { type DeviceWorld, deviceWorld, type Said } from './device-world.ts';
import { TEST_ORIGIN } from './harness.ts';

export type EvidenceWanted = {
  readonly devices: readonly DeviceName[];
  readonly policySource: string;
  readonly groups?: readonly string[];
  readonly said?: Said;
};

const START = instant(Date.UTC(2026, 10, 20, 9, 0, 0));
const person = { id: '01900000-0000-7000-8000-000000000001' as PersonId, username: 'ana', displayName: 'Ana Lopez' };
const auditor = { id: '01900000-0000-7000-8000-000000000002', username: 'olivia', displayName: 'Olivia Auditor' };
const ADDRESS = '192.0.2.7';
const rpId = new URL(TEST_ORIGIN).hostname;

let shared: DeviceWorld | undefined;

/** The evidence file of somebody with these devices, as a server makes it, without a server. */
export function evidenceOf({ devices, policySource, groups = [], said = {} }: EvidenceWanted): EvidenceFile {
  shared ??= deviceWorld(START);
  const world = shared;
  const parsed = parsePolicy(policySource, 'policy of the test');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const standing = { policy: parsed.value, policyVersion: 3, trust: world.trust(said) };
  const light = { ...standing, groups };
  const passkeys = devices.map((name, index) => registered(world, name, instant(START + index * 1000), light));
  const at = instant(START + 86_400_000);
  return makeEvidence(
    { config: { organisationName: 'Example Works', origin: TEST_ORIGIN, rpId } },
    {
      about: 'person',
      at,
      madeFor: auditor,
      person: {
        ...person,
        email: null,
        status: 'active',
        roles: [],
        groups,
        passkeys: passkeys.length,
        enrolledAt: START,
        createdAt: START,
        lastSignInAt: null,
      },
      standing,
      policyVersion: {
        version: 3,
        digest: parsed.value.digest,
        source: policySource,
        origin: 'console',
        appliedAt: START,
        appliedBy: 'ida',
        note: 'Payments need hardware',
        proposalId: null,
      },
      headings: [blobHeading(standing.trust)],
      passkeys,
      events: { events: passkeys.map(boundEvent), leftOut: 0 },
    },
  );
}

type Light = Pick<Parameters<typeof makeEvidence>[1]['standing'], 'policy' | 'trust'> & {
  readonly groups: readonly string[];
};

function registered(world: DeviceWorld, name: DeviceName, at: Instant, light: Light): PasskeyRecord {
  const { policy, trust, groups } = light;
  const options = exampleCreationOptions(seededRandom(`${name} ${at}`), { rpId });
  const response = world.devices[name].create().create(options, { origin: TEST_ORIGIN });
  const verified = verifyRegistration(response, {
    challenge: options.challenge,
    origins: [TEST_ORIGIN],
    rpId,
    requireUserVerification: true,
  });
  if (!verified.ok) throw new Error(`${name}: ${JSON.stringify(verified.error)}`);
  const { facts, credentialId, publicKeyCose, signCount } = verified.value;
  const assessment = assess(facts, trust, at);
  const { outcome, tier, wantedStatus, reason, cause } = projectionOf(judge(policy, groups, assessment));
  return {
    id: credentialId,
    personId: person.id,
    name,
    status: wantedStatus,
    statusReason: reason,
    statusCause: outcome === 'accepted' ? 'registered' : 'judged',
    class: assessment.class,
    evidence: assessment.evidence,
    aaguid: facts.aaguid,
    tier,
    createdAt: at,
    lastUsedAt: null,
    revokedAt: null,
    publicKeyCose,
    signCount,
    backupEligible: facts.backupEligible,
    backedUp: facts.backedUp,
    facts,
    attestationObject: bytesOf(response.response.attestationObject),
    clientDataJSON: bytesOf(response.response.clientDataJSON),
    rpId,
    origin: TEST_ORIGIN,
    address: ADDRESS,
    receivedAt: at,
    factsDigest: judgingDigest(facts, at),
    judgement: {
      outcome,
      tier,
      reason,
      cause,
      policyDigest: policy.digest,
      trustDigest: trust.digest,
      isApplied: true,
    },
  };
}

function boundEvent({ id, name, receivedAt }: PasskeyRecord, index: number): EvidenceEventRow {
  return {
    sequence: index + 1,
    id: `01900000-0000-7000-8000-0000000001${String(index).padStart(2, '0')}`,
    at: receivedAt,
    type: 'passkey.registered',
    outcome: 'success',
    code: null,
    actor: { kind: 'person', id: person.id, name: person.displayName },
    subjectId: person.id,
    credentialId: id,
    address: ADDRESS,
    origin: TEST_ORIGIN,
    userAgent: null,
    requestId: null,
    policyDigest: null,
    detail: { passkey: name, ceremonyOrigin: TEST_ORIGIN },
  };
}

function blobHeading({ digest, at, models }: TrustData): TrustHeading {
  return {
    id: '01900000-0000-7000-8000-000000000003',
    kind: 'metadata_blob',
    digest,
    arrivedAt: at,
    number: 1,
    madeAt: null,
    nextUpdateAt: instant(at + 30 * 86_400_000),
    sizeBytes: 40_000,
    entries: models.size,
    origin: 'fetched',
    source: 'https://mds.example/blob.jwt',
    byPersonId: null,
    notes: { signer: 'CN=Emulated Metadata Signer' },
  };
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (!bytes.ok) throw new Error('the emulator wrote something that is not base64url');
  return bytes.value;
}
