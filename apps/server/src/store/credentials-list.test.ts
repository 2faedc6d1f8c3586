import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PersonId } from '@holdfast/kernel';
import fc from 'fast-check';
import { eachDatabase, type TestInstallation } from '../testing/harness.ts';
import { copyPerson } from '../testing/many-passkeys.ts';
import { seedSignedIn } from '../testing/people.ts';
import { type CredentialFilters, listCredentials } from './credentials-list.ts';
import { rememberWords } from './person-words.ts';
import { wordsOf } from './search-words.ts';

const values = {
  status: ['pending', 'active', 'quarantined', 'revoked'],
  status_cause: ['registered', 'judged', 'alarm', 'administrator', 'person'],
  class: ['synced', 'platform', 'security-key'],
  evidence: ['attested', 'claimed'],
  model: ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000001', 'nothing like it'],
  person: ['ada', 'ada-3', 'ada-17', 'nobody'],
} as const;

/** Each passkey another mixture; several of one millisecond. */
async function mixed(open: () => Promise<TestInstallation>): Promise<TestInstallation> {
  const installation = await open();
  const { queries } = installation.database;
  await copyPerson(installation, (await seedSignedIn(installation, { username: 'ada' })).id, 60);
  for (const { id } of await queries.selectFrom('person').select('id').execute()) {
    await rememberWords(queries, id as PersonId);
  }
  const ids = await queries.selectFrom('credential').select('id').orderBy('id').execute();
  const pick = <T>(of: readonly T[], index: number): T => of[index % of.length] as T;
  for (const [index, { id }] of ids.entries()) {
    await queries
      .updateTable('credential')
      .set({
        status: pick(values.status, index * 7),
        status_cause: pick(values.status_cause, index),
        class: pick(values.class, index * 5),
        evidence: pick(values.evidence, index >> 2),
        aaguid: pick(values.model, index % 2),
        created_at: 1000 + (index >> 2),
      })
      .where('id', '=', id)
      .execute();
  }
  return installation;
}

const some = <T extends string>(of: readonly T[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...of), { minLength: 1, maxLength: 3 }), { nil: undefined });
const wanted = fc.record({
  words: fc.constantFrom<readonly string[]>([], ['ADA-1'], ['ada', '2'], ['pers'], ['da'], ['nowhere']),
  filters: fc
    .record({
      status: some(values.status),
      status_cause: some(values.status_cause),
      class: some(values.class),
      evidence: some(values.evidence),
      model: some(values.model),
      person: some(values.person),
    })
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, each]) => each !== undefined))),
});

eachDatabase('the list of credentials', (open) => {
  test('has what matches every filter and word, newest first, each once, however it is paged', async () => {
    const { database } = await mixed(open);
    const rows = await database.queries
      .selectFrom('credential')
      .innerJoin('person', 'person.id', 'credential.person_id')
      .selectAll('credential')
      .select(['username', 'display_name'])
      .orderBy('created_at', 'desc')
      .orderBy('credential.id', 'desc')
      .execute();
    const expected = ({ words, filters }: CredentialFilters) =>
      rows
        .filter(
          (row) =>
            (filters.status?.includes(row.status) ?? true) &&
            (filters.status_cause?.includes(row.status_cause) ?? true) &&
            (filters.class?.includes(row.class) ?? true) &&
            (filters.evidence?.includes(row.evidence) ?? true) &&
            (filters.model?.includes(row.aaguid) ?? true) &&
            (filters.person?.includes(row.username) ?? true) &&
            words.every((word) =>
              wordsOf(word).every((beginning) =>
                wordsOf(row.username, row.display_name).some((each) => each.startsWith(beginning)),
              ),
            ),
        )
        .map(({ id }) => id as string);
    await fc.assert(
      fc.asyncProperty(wanted, fc.integer({ min: 1, max: 30 }), async (asked, limit) => {
        const found: string[] = [];
        let after: readonly [number, string] | null = null;
        do {
          const page = await listCredentials(database.queries, asked, { after, limit });
          found.push(...page.rows.map(({ id }) => id));
          after = page.nextAfter as readonly [number, string] | null;
          assert.equal(page.total, expected(asked).length);
        } while (after !== null);
        assert.deepEqual(found, expected(asked));
      }),
      { numRuns: 60, examples: [[{ words: [], filters: {} }, 7]] },
    );
  });
});
