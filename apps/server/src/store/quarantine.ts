import { type Instant, instant } from '@holdfast/kernel';
import { type CredentialClass, credentialClasses } from '@holdfast/trust';
import { type SqlBool, sql } from 'kysely';
import type { StatusCause } from './credentials.ts';
import type { Queries } from './database.ts';
import { type PageRequest, pageOf, type StoredPage } from './page.ts';
import { holdsText } from './text-search.ts';

/**
 * How a person whose passkey is set aside gets in: not at all, with another passkey, or they are disabled and need not.
 * The order is that of urgency.
 */
export const waysIn = ['none', 'other', 'disabled'] as const;
export type WayIn = (typeof waysIn)[number];

/** A passkey that is set aside, with what makes it urgent. */
export type QuarantinedCredential = {
  readonly id: string;
  readonly name: string;
  readonly class: CredentialClass;
  readonly model: string | null;
  readonly aaguid: string;
  readonly cause: StatusCause;
  /** The rule that refuses; null where none does, as after an alarm. */
  readonly rule: string | null;
  readonly reason: string;
  readonly lastUsedAt: Instant | null;
  readonly person: { readonly id: string; readonly username: string; readonly displayName: string };
  readonly wayIn: WayIn;
};

/** Passkeys that were set aside for the same reason and are of the same model. */
export type QuarantineGroup = Pick<QuarantinedCredential, 'cause' | 'rule' | 'reason' | 'model' | 'aaguid'> & {
  readonly credentials: number;
  readonly people: number;
  /** People who are not disabled and have no passkey that works. */
  readonly withoutWayIn: number;
};

export type QuarantineFilters = {
  readonly words: readonly string[];
  readonly filters: {
    readonly way_in?: readonly string[];
    readonly cause?: readonly string[];
    readonly model?: readonly string[];
  };
};

/**
 * At most as many of the newest are looked at: after the end of a whole model more would be slow to sort, and nobody works
 * through them one by one.
 */
export const LOOKED_AT_MAX = 1000;

/** A way in is an active passkey: what judging sets aside is not. */
const urgency = sql<0 | 1 | 2>`case
  when person.status = 'disabled' then 2
  when exists (
    select 1 from credential as other where other.person_id = person.id and other.status = 'active'
  ) then 1 else 0 end`;

/** Asked by itself: in one question with the rest, SQLite begins at the people and looks at everybody. */
async function newestIds(queries: Queries): Promise<readonly string[]> {
  // The newest of each stretch of the index, then the newest of those.
  const [first, ...rest] = credentialClasses.flatMap((what) =>
    (['attested', 'claimed'] as const).map((evidence) =>
      queries
        .selectFrom(
          queries
            .selectFrom('credential')
            .where('status', '=', 'quarantined')
            .where('class', '=', what)
            .where('evidence', '=', evidence)
            .select(['id', 'created_at'])
            .orderBy('created_at', 'desc')
            .orderBy('id', 'desc')
            .limit(LOOKED_AT_MAX)
            .as('some'),
        )
        .selectAll(),
    ),
  );
  if (first === undefined) throw new Error('there is a class');
  const rows = await queries
    .selectFrom(rest.reduce((sum, each) => sum.unionAll(each), first).as('all'))
    .select('id')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(LOOKED_AT_MAX)
    .execute();
  return rows.map(({ id }) => id);
}

function quarantined(queries: Queries, ids: readonly string[]) {
  const newest = queries
    .selectFrom('credential')
    .where('id', 'in', ids.length === 0 ? [''] : ids)
    .select(['id', 'person_id', 'judgement_id', 'name', 'class', 'aaguid', 'status_cause', 'status_reason'])
    .select(['last_used_at', 'created_at'])
    .as('c');
  return queries
    .selectFrom(newest)
    .innerJoin('person', 'person.id', 'c.person_id')
    .innerJoin('judgement', 'judgement.id', 'c.judgement_id')
    .innerJoin('credential_facts', 'credential_facts.digest', 'judgement.facts_digest')
    .select([
      'c.id',
      'c.name',
      'c.class',
      'c.aaguid',
      'c.status_cause',
      'c.status_reason',
      'c.last_used_at',
      'c.created_at',
      'credential_facts.model_name',
      'judgement.cause',
      'person.id as person_id',
      'person.username',
      'person.display_name',
    ])
    .select(urgency.as('urgency'));
}

/** When a passkey was set aside, as the newest event about that says; null where there is none. */
export async function setAsideAt(queries: Queries, personId: string, credentialId: string): Promise<Instant | null> {
  const event = await queries
    .selectFrom('audit_event')
    .where('subject_id', '=', personId)
    .where('credential_id', '=', credentialId)
    .where('type', '=', 'passkey.quarantined')
    .where('outcome', '=', 'success')
    .select('at')
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return event === undefined ? null : instant(event.at);
}

/** Worst first: where people have no other way in, then where most are concerned. */
export async function quarantineGroups(queries: Queries, limit: number): Promise<readonly QuarantineGroup[]> {
  const rows = await queries
    .selectFrom(quarantined(queries, await newestIds(queries)).as('q'))
    .groupBy(['status_cause', 'cause', 'status_reason', 'model_name', 'aaguid'])
    .select(['status_cause', 'cause', 'status_reason', 'model_name', 'aaguid'])
    .select((e) => [
      e.fn.countAll<number>().as('credentials'),
      e.fn.count<number>('person_id').distinct().as('people'),
      sql<number>`count(distinct case when urgency = 0 then person_id end)`.as('locked_out'),
    ])
    .orderBy('locked_out', 'desc')
    .orderBy('credentials', 'desc')
    .orderBy('status_reason')
    .orderBy('aaguid')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    cause: row.status_cause,
    rule: row.status_cause === 'judged' ? row.cause : null,
    reason: row.status_reason,
    model: row.model_name,
    aaguid: row.aaguid,
    credentials: Number(row.credentials),
    people: Number(row.people),
    withoutWayIn: Number(row.locked_out),
  }));
}

export type QuarantineTotals = {
  readonly credentials: number;
  readonly people: number;
  readonly withoutWayIn: number;
};

export async function quarantineTotals(queries: Queries): Promise<QuarantineTotals> {
  const row = await queries
    .selectFrom(quarantined(queries, await newestIds(queries)).as('q'))
    .select((e) => [
      e.fn.countAll<number>().as('credentials'),
      e.fn.count<number>('person_id').distinct().as('people'),
      sql<number>`count(distinct case when urgency = 0 then person_id end)`.as('locked_out'),
    ])
    .executeTakeFirstOrThrow();
  return {
    credentials: Number(row.credentials),
    people: Number(row.people),
    withoutWayIn: Number(row.locked_out),
  };
}

type Keys = readonly [urgency: number, createdAt: number, id: string];

/** Who cannot get in first, then the newest. */
export async function listQuarantined(
  queries: Queries,
  { words, filters }: QuarantineFilters,
  { after, limit }: PageRequest<Keys>,
): Promise<StoredPage<QuarantinedCredential>> {
  const { way_in, cause, model } = filters;
  let all = queries.selectFrom(quarantined(queries, await newestIds(queries)).as('q'));
  for (const word of words) {
    all = all.where((e) =>
      e.or((['name', 'model_name', 'username', 'display_name'] as const).map((name) => holdsText(e.ref(name), word))),
    );
  }
  if (way_in !== undefined) all = all.where('urgency', 'in', way_in.map(urgencyOf));
  if (cause !== undefined) all = all.where('status_cause', 'in', cause as StatusCause[]);
  if (model !== undefined) {
    all = all.where((e) =>
      e.or(model.flatMap((text) => [holdsText(e.ref('model_name'), text), e('aaguid', '=', text.toLowerCase())])),
    );
  }
  const counted = await all.select((e) => e.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
  const page = after === null ? all : all.where(isBehind(after));
  const found = await page
    .selectAll()
    .orderBy('urgency')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const rows = found.slice(0, limit).map((row) => ({
    id: row.id,
    name: row.name,
    class: row.class as CredentialClass,
    model: row.model_name,
    aaguid: row.aaguid,
    cause: row.status_cause,
    rule: row.status_cause === 'judged' ? row.cause : null,
    reason: row.status_reason,
    lastUsedAt: row.last_used_at === null ? null : instant(row.last_used_at),
    person: { id: row.person_id, username: row.username, displayName: row.display_name },
    wayIn: waysIn[row.urgency],
  }));
  return pageOf(found, limit, Number(counted.total), (row) => [row.urgency, row.created_at, row.id], rows);
}

function urgencyOf(wayIn: string): 0 | 1 | 2 {
  return wayIn === 'none' ? 0 : wayIn === 'other' ? 1 : 2;
}

function isBehind([urgencyOfLast, createdAt, id]: Keys) {
  return sql<SqlBool>`(urgency > ${urgencyOfLast} or (urgency = ${urgencyOfLast} and (created_at < ${createdAt}
    or (created_at = ${createdAt} and id < ${id}))))`;
}
