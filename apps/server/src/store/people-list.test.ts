import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GroupId, PersonId } from '@holdfast/kernel';
import fc from 'fast-check';
import { eachDatabase } from '../testing/harness.ts';
import { deleteMember, insertMember, listGroups } from './groups.ts';
import { insertPerson, updatePerson } from './people-admin.ts';
import { listPeople } from './people-list.ts';
import { wordsOf } from './search-words.ts';

const names = ['Ada Horvat', 'Zoë O’Neill', 'ada ADLER', 'Müller 77', '100% odd_one', '田中 太郎', 'Horvath'];
const emails = [null, 'ada@example.org', 'zoe.o@partner.test', 'x77@example.org'];
const searches = ['ada', 'AD', 'horvat', 'zoe', 'mull', '77', 'example', 'partner.test', 'odd_', 'da', '田', '%', 'x7'];
const happening = fc.oneof(
  fc.record({ what: fc.constant('add' as const), name: fc.constantFrom(...names), email: fc.constantFrom(...emails) }),
  fc.record({ what: fc.constant('rename' as const), who: fc.nat(20), name: fc.constantFrom(...names) }),
  fc.record({ what: fc.constant('address' as const), who: fc.nat(20), email: fc.constantFrom(...emails) }),
  fc.record({ what: fc.constant('join' as const), who: fc.nat(20) }),
  fc.record({ what: fc.constant('leave' as const), who: fc.nat(20) }),
);

eachDatabase('people, however they change,', (open) => {
  test('are found by the beginnings of their words as they are now, and counted in their groups', async () => {
    const { database, ports, clock } = await open();
    const { queries } = database;
    const groupId = ports.newId(clock.at) as GroupId;
    await queries
      .insertInto('group')
      .values({ id: groupId, name: 'staff', description: '', created_at: clock.at })
      .execute();
    const people: { id: PersonId; username: string; displayName: string; email: string | null; isIn: boolean }[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 6 }), async (events) => {
        for (const event of events) {
          if (event.what === 'add') {
            const id = ports.newId(clock.at) as PersonId;
            const { name: displayName, email } = event;
            const username = `user${people.length}.x`;
            await insertPerson(queries, { id, username, displayName, email, userHandle: id }, clock.at);
            people.push({ id, username, displayName, email, isIn: false });
            continue;
          }
          const person = people[event.who % Math.max(1, people.length)];
          if (person === undefined) continue;
          if (event.what === 'rename') person.displayName = event.name;
          if (event.what === 'address') person.email = event.email;
          if (event.what === 'rename') await updatePerson(queries, person.id, { displayName: event.name }, clock.at);
          if (event.what === 'address') await updatePerson(queries, person.id, { email: event.email }, clock.at);
          if (event.what === 'join') {
            assert.equal(await insertMember(queries, groupId, person.id, clock.at), !person.isIn);
            person.isIn = true;
          }
          if (event.what === 'leave') {
            assert.equal(await deleteMember(queries, groupId, person.id), person.isIn);
            person.isIn = false;
          }
        }
        for (const search of searches) {
          for (const group of [undefined, ['staff']]) {
            const wanted = { words: [search], filters: group === undefined ? {} : { group } };
            const page = await listPeople(queries, wanted, { after: null, limit: 500 });
            const beginnings = wordsOf(search);
            const expected = people.filter(({ displayName, username, email, isIn }) => {
              const words = wordsOf(displayName, username, email ?? '');
              const has = beginnings.every((beginning) => words.some((word) => word.startsWith(beginning)));
              return has && beginnings.length > 0 && (group === undefined || isIn);
            });
            assert.deepEqual(page.rows.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort(), search);
            assert.deepEqual([page.total, page.totalIsExact], [expected.length, true]);
          }
        }
        const [staff] = (await listGroups(queries, [], { after: null, limit: 5 })).rows;
        assert.equal(staff?.members, people.filter(({ isIn }) => isIn).length);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});
