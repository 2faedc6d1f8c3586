import { type CredentialId, type Instant, instant, type PersonId } from '@holdfast/kernel';
import type { Assessment, CredentialClass } from '@holdfast/trust';
import type { VerifiedRegistration } from '@holdfast/webauthn';
import type { Queries } from './database.ts';
import { assessmentOf } from './judgements.ts';
import { type Person, personOf, personRows } from './people.ts';
import { preparedQuery } from './prepared-query.ts';
import type { Schema } from './schema.ts';

export type CredentialStatus = 'pending' | 'active' | 'quarantined' | 'revoked';
/** Who or what gave a passkey its status; see the column. */
export type StatusCause = Schema['credential']['status_cause'];

/** A stored passkey. */
export type Credential = {
  readonly id: CredentialId;
  readonly personId: PersonId;
  readonly name: string;
  /** DER SubjectPublicKeyInfo. */
  readonly publicKeySpki: Uint8Array;
  readonly algorithm: number;
  readonly signCount: number;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly transports: readonly string[];
  readonly status: CredentialStatus;
  readonly statusReason: string;
  readonly statusCause: StatusCause;
  readonly class: CredentialClass;
  readonly evidence: 'attested' | 'claimed';
  readonly tier: number;
  readonly modelName: string | null;
  readonly aaguid: string;
  readonly judgementId: string;
  readonly factsDigest: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
};

/** With what it is worth under the trust data that were last applied to everything stored. */
export type AssessedPasskey = Credential & { readonly assessment: Assessment };

const columns = [
  'id',
  'person_id',
  'name',
  'public_key_spki',
  'algorithm',
  'sign_count',
  'backup_eligible',
  'backed_up',
  'transports',
  'status',
  'status_reason',
  'status_cause',
  'class',
  'evidence',
  'tier',
  'aaguid',
  'judgement_id',
  'created_at',
  'last_used_at',
] as const satisfies readonly (keyof Schema['credential'])[];

type CredentialRow = Pick<Schema['credential'], (typeof columns)[number]> & {
  readonly facts_digest: string;
  readonly model_name: string | null;
};

function credentialOf(row: CredentialRow): Credential {
  return {
    id: row.id as CredentialId,
    personId: row.person_id as PersonId,
    name: row.name,
    publicKeySpki: row.public_key_spki,
    algorithm: row.algorithm,
    signCount: row.sign_count,
    backupEligible: row.backup_eligible === 1,
    backedUp: row.backed_up === 1,
    transports: JSON.parse(row.transports) as string[],
    status: row.status,
    statusReason: row.status_reason,
    statusCause: row.status_cause,
    class: row.class as CredentialClass,
    evidence: row.evidence,
    tier: row.tier,
    modelName: row.model_name,
    aaguid: row.aaguid,
    judgementId: row.judgement_id,
    factsDigest: row.facts_digest,
    createdAt: instant(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : instant(row.last_used_at),
  };
}

const withPersonRows = preparedQuery((queries, { id }: { id: string }) =>
  personRows(queries)
    .innerJoin('credential', 'credential.person_id', 'person.id')
    .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .where('credential.id', '=', id)
    .select((row) => columns.map((column) => row.ref(`credential.${column}`).as(`credential_${column}`)))
    .select(['judgement.facts_digest', 'credential_facts.model_name']),
);

/**
 * A passkey of any status and whose it is, in one read: everything that a sign-in is decided on.
 */
export async function findCredentialWithPerson(
  queries: Queries,
  id: string,
): Promise<{ readonly credential: Credential; readonly person: Person } | null> {
  const { rows } = await withPersonRows(queries, { id });
  const [row] = rows;
  const person = personOf(rows);
  if (row === undefined || person === null) return null;
  const credential = Object.fromEntries(
    columns.map((column) => [column, row[`credential_${column}`]]),
  ) as unknown as CredentialRow;
  const { facts_digest, model_name } = row;
  return { credential: credentialOf({ ...credential, facts_digest, model_name }), person };
}

/** Rows that `assessedOf` makes passkeys of. */
function assessedRows(queries: Queries) {
  return queries
    .selectFrom('credential')
    .innerJoin('judgement', 'judgement.id', 'credential.judgement_id')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .select(columns.map((column) => `credential.${column}` as const))
    .select(['judgement.facts_digest', 'credential_facts.model_name', 'credential_facts.assessment']);
}

function assessedOf(row: CredentialRow & { readonly assessment: string }): AssessedPasskey {
  return { ...credentialOf(row), assessment: assessmentOf(row.assessment) };
}

/** Of any status. */
export async function findCredential(queries: Queries, id: string): Promise<AssessedPasskey | null> {
  const row = await assessedRows(queries).where('credential.id', '=', id).executeTakeFirst();
  return row === undefined ? null : assessedOf(row);
}

/** Every passkey of a person that is not revoked, oldest first. */
export async function credentialsOfPerson(queries: Queries, personId: string): Promise<readonly AssessedPasskey[]> {
  const rows = await assessedRows(queries)
    .where('credential.person_id', '=', personId)
    .where('credential.status', '<>', 'revoked')
    .orderBy('credential.created_at')
    .orderBy('credential.id')
    .execute();
  return rows.map(assessedOf);
}

/** What a sign-in request lists for a username, in no order: active passkeys of an active person, empty for everybody else. */
export async function credentialsForUsername(
  queries: Queries,
  username: string,
): Promise<readonly { readonly id: string; readonly transports: readonly string[] }[]> {
  const rows = await queries
    .selectFrom('person')
    .innerJoin('credential', 'credential.person_id', 'person.id')
    .where('person.username', '=', username)
    .where('person.status', '=', 'active')
    .where('credential.status', '=', 'active')
    .select(['credential.id', 'credential.transports'])
    .execute();
  return rows.map((row) => ({ id: row.id, transports: JSON.parse(row.transports) as string[] }));
}

export type NewCredential = {
  readonly verified: VerifiedRegistration;
  readonly personId: PersonId;
  readonly name: string;
  readonly statusReason: string;
  readonly assessment: Assessment;
  readonly tier: number;
  /** Of its facts for the audience of its person; stored before. */
  readonly judgementId: string;
  readonly rpId: string;
  readonly origin: string;
  readonly address: string;
  readonly at: Instant;
};

/**
 * Stores a verified passkey with the bytes that prove it.
 *
 * @returns false when a credential with this id is stored already, whoever has it: then nothing was written
 */
export async function insertCredential(tx: Queries, added: NewCredential): Promise<boolean> {
  const { verified, assessment, at } = added;
  const done = await tx
    .insertInto('credential')
    .values({
      id: verified.credentialId,
      person_id: added.personId,
      name: added.name,
      public_key_spki: verified.publicKeySpki,
      public_key_cose: verified.publicKeyCose,
      algorithm: verified.facts.algorithm,
      sign_count: verified.signCount,
      backup_eligible: verified.facts.backupEligible ? 1 : 0,
      backed_up: verified.facts.backedUp ? 1 : 0,
      transports: JSON.stringify(verified.facts.claimed.transports),
      status: 'active',
      status_reason: added.statusReason,
      status_cause: 'registered',
      class: assessment.class,
      evidence: assessment.evidence,
      aaguid: verified.facts.aaguid,
      tier: added.tier,
      judgement_id: added.judgementId,
      created_at: at,
      last_used_at: null,
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (done.numInsertedOrUpdatedRows !== 1n) return false;
  await tx
    .insertInto('credential_evidence')
    .values({
      credential_id: verified.credentialId,
      attestation_object: verified.evidence.attestationObject,
      client_data_json: verified.evidence.clientDataJSON,
      rp_id: added.rpId,
      origin: added.origin,
      address: added.address,
      received_at: at,
    })
    .execute();
  return true;
}

/** How many passkeys count against the maximum. */
export async function countCredentials(tx: Queries, personId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('credential')
    .select((row) => row.fn.countAll<number | string>().as('count'))
    .where('person_id', '=', personId)
    .where('status', '<>', 'revoked')
    .executeTakeFirstOrThrow();
  return Number(count);
}

type Use = {
  readonly id: CredentialId;
  readonly comparedWith: number;
  readonly signCount: number;
  readonly backedUp: 0 | 1;
  readonly at: Instant;
};

const setUse = preparedQuery((queries, { id, comparedWith, signCount, backedUp, at }: Use) =>
  queries
    .updateTable('credential')
    .set({ sign_count: signCount, backed_up: backedUp, last_used_at: at })
    .where('id', '=', id)
    .where('status', '=', 'active')
    .where('sign_count', '=', comparedWith),
);

/**
 * Notes that an active passkey was used, if its counter is still the one that the assertion was compared with: of two
 * nodes that compared with the same counter only one gets through.
 *
 * @returns false when the counter has moved on or the passkey is not active any more
 */
export async function noteUse(
  tx: Queries,
  used: Omit<Use, 'backedUp'> & { readonly backedUp: boolean },
): Promise<boolean> {
  const { numAffectedRows } = await setUse(tx, { ...used, backedUp: used.backedUp ? 1 : 0 });
  return numAffectedRows === 1n;
}

export type StatusChange = { readonly reason: string; readonly cause: StatusCause };

/** @returns false when it was not active any more */
export async function quarantineCredential(
  tx: Queries,
  id: CredentialId,
  { reason, cause }: StatusChange,
): Promise<boolean> {
  const done = await tx
    .updateTable('credential')
    .set({ status: 'quarantined', status_reason: reason, status_cause: cause })
    .where('id', '=', id)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** @returns false when it was not quarantined any more */
export async function restoreCredential(
  tx: Queries,
  id: CredentialId,
  { reason, cause }: StatusChange,
): Promise<boolean> {
  const done = await tx
    .updateTable('credential')
    .set({ status: 'active', status_reason: reason, status_cause: cause })
    .where('id', '=', id)
    .where('status', '=', 'quarantined')
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/**
 * @returns false when it was revoked before
 */
export async function revokeCredential(
  tx: Queries,
  id: string,
  { reason, cause }: StatusChange,
  at: Instant,
): Promise<boolean> {
  const done = await tx
    .updateTable('credential')
    .set({ status: 'revoked', status_reason: reason, status_cause: cause, revoked_at: at })
    .where('id', '=', id)
    .where('status', '<>', 'revoked')
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

/** Hangs a passkey on the judgement that is now about it, and copies what that says. Its status stays. */
export async function moveToJudgement(
  tx: Queries,
  id: CredentialId,
  to: Pick<Credential, 'judgementId' | 'class' | 'evidence' | 'tier'>,
): Promise<void> {
  await tx
    .updateTable('credential')
    .set({ judgement_id: to.judgementId, class: to.class, evidence: to.evidence, tier: to.tier })
    .where('id', '=', id)
    .execute();
}

/** Locks passkeys in the order of their ids, by a write that changes nothing: every transaction that wants several does. */
export async function lockCredentials(tx: Queries, ids: readonly CredentialId[]): Promise<void> {
  for (const id of ids.toSorted()) {
    await tx
      .updateTable('credential')
      .set((row) => ({ name: row.ref('name') }))
      .where('id', '=', id)
      .execute();
  }
}

/** @returns false when the person has no such passkey, or it is revoked */
export async function renameCredential(tx: Queries, personId: string, id: string, name: string): Promise<boolean> {
  const done = await tx
    .updateTable('credential')
    .set({ name })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('status', '<>', 'revoked')
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}
