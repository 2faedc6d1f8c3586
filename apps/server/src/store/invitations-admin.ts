import { type Instant, type InvitationId, instant, type PersonId } from '@holdfast/kernel';
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Queries } from './database.ts';
import { type PageRequest, pageOf, type StoredPage } from './page.ts';
import type { Schema } from './schema.ts';
import { holdsText } from './text-search.ts';

export const invitationStatuses = ['open', 'used', 'expired', 'withdrawn'] as const;
export type InvitationStatus = (typeof invitationStatuses)[number];

export type InvitationSummary = {
  readonly id: InvitationId;
  readonly person: { readonly id: PersonId; readonly username: string; readonly displayName: string };
  /** Display name; null for a link that was made on the server itself. */
  readonly createdBy: string | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | null;
  readonly withdrawnAt: Instant | null;
};

type Tables = ExpressionBuilder<Schema, 'invitation' | 'person'>;

/** Newest first. */
export async function listInvitations(
  queries: Queries,
  wanted: { readonly words: readonly string[]; readonly filters: { readonly status?: readonly string[] } },
  at: Instant,
  { after, limit }: PageRequest<readonly [createdAt: number, id: string]>,
): Promise<StoredPage<InvitationSummary>> {
  const { status: statuses } = wanted.filters;
  const matching = (e: Tables) =>
    e.and([
      ...wanted.words.map((word) =>
        e.or([
          holdsText(e.ref('person.display_name'), word),
          holdsText(e.ref('person.username'), word),
          e('invitation.id', '=', word.toLowerCase()),
        ]),
      ),
      ...(statuses === undefined ? [] : [e.or(statuses.map((status) => hasStatus(status as InvitationStatus, at)))]),
    ]);
  const all = joined(queries).where(matching);
  const counted = await all.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  let page = all.select(columns);
  if (after !== null) {
    const [createdAt, id] = after;
    page = page.where((e) =>
      e.or([
        e('invitation.created_at', '<', createdAt),
        e.and([e('invitation.created_at', '=', createdAt), e('invitation.id', '<', id)]),
      ]),
    );
  }
  const found = await page
    .orderBy('invitation.created_at', 'desc')
    .orderBy('invitation.id', 'desc')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit).map(fromRow);
  return pageOf(found, limit, Number(counted.total), (row) => [row.created_at, row.id], rows);
}

function hasStatus(status: InvitationStatus, at: Instant) {
  switch (status) {
    case 'used':
      return sql<SqlBool>`invitation.used_at is not null`;
    case 'withdrawn':
      return sql<SqlBool>`invitation.withdrawn_at is not null`;
    case 'open':
      return sql<SqlBool>`(invitation.used_at is null and invitation.withdrawn_at is null and invitation.expires_at > ${at})`;
    default:
      return sql<SqlBool>`(invitation.used_at is null and invitation.withdrawn_at is null and invitation.expires_at <= ${at})`;
  }
}

const columns = [
  'invitation.id',
  'invitation.person_id',
  'invitation.created_at',
  'invitation.expires_at',
  'invitation.used_at',
  'invitation.withdrawn_at',
  'person.username',
  'person.display_name',
  'maker.display_name as made_by',
] as const;

export async function findInvitation(queries: Queries, id: string): Promise<InvitationSummary | null> {
  const row = await joined(queries).where('invitation.id', '=', id).select(columns).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** The latest ones of a person, newest first. */
export async function invitationsOfPerson(
  queries: Queries,
  personId: PersonId,
  limit: number,
): Promise<readonly InvitationSummary[]> {
  const rows = await joined(queries)
    .where('invitation.person_id', '=', personId)
    .select(columns)
    .orderBy('invitation.created_at', 'desc')
    .orderBy('invitation.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(fromRow);
}

function joined(queries: Queries) {
  return queries
    .selectFrom('invitation')
    .innerJoin('person', 'person.id', 'invitation.person_id')
    .leftJoin('person as maker', 'maker.id', 'invitation.created_by');
}

export type NewInvitation = {
  readonly id: InvitationId;
  readonly personId: PersonId;
  /** SHA-256 of the token, hex. */
  readonly tokenHash: string;
  readonly createdBy: PersonId | null;
  readonly expiresAt: Instant;
};

export async function insertInvitation(tx: Queries, invitation: NewInvitation, at: Instant): Promise<void> {
  await tx
    .insertInto('invitation')
    .values({
      id: invitation.id,
      person_id: invitation.personId,
      token_hash: invitation.tokenHash,
      created_by: invitation.createdBy,
      created_at: at,
      expires_at: invitation.expiresAt,
      used_at: null,
      withdrawn_at: null,
    })
    .execute();
}

/** @returns how many of the person's invitations were open and are not any more */
export async function withdrawOpenInvitations(tx: Queries, personId: PersonId, at: Instant): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('invitation')
    .set({ withdrawn_at: at })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/**
 * Leaves the links that were made by an owner of today or on the server itself.
 *
 * @returns how many of the person's invitations were open and are not any more
 */
export async function withdrawInvitationsNotByOwners(tx: Queries, personId: PersonId, at: Instant): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('invitation')
    .set({ withdrawn_at: at })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', at)
    .where('created_by', 'not in', (owners) =>
      owners.selectFrom('person_role').where('role', '=', 'owner').select('person_role.person_id'),
    )
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** @returns false when it was used, withdrawn or expired before */
export async function withdrawInvitation(tx: Queries, id: InvitationId, at: Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('invitation')
    .set({ withdrawn_at: at })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

type Row = {
  id: string;
  person_id: string;
  created_at: number;
  expires_at: number;
  used_at: number | null;
  withdrawn_at: number | null;
  username: string;
  display_name: string;
  made_by: string | null;
};

function fromRow(row: Row): InvitationSummary {
  return {
    id: row.id as InvitationId,
    person: { id: row.person_id as PersonId, username: row.username, displayName: row.display_name },
    createdBy: row.made_by,
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
    usedAt: row.used_at === null ? null : instant(row.used_at),
    withdrawnAt: row.withdrawn_at === null ? null : instant(row.withdrawn_at),
  };
}
