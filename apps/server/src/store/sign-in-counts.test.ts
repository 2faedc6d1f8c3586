import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, DAY_MS, instant, MINUTE_MS } from '@holdfast/kernel';
import fc from 'fast-check';
import { eachDatabase } from '../testing/harness.ts';
import { appendEvents } from './audit.ts';
import { countNextSlot, SLOT_MS, signInsByDay } from './sign-in-counts.ts';

eachDatabase('sign-ins by day', (open) => {
  test('are the same whatever was counted before, also after a long pause', async () => {
    const { database, ports, clock } = await open();
    const { queries } = database;
    const begin = clock.at - 3 * DAY_MS;
    const kept: { at: number; type: string; outcome: 'success' | 'refused' }[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3 * DAY_MS - 1), fc.boolean()), { minLength: 1, maxLength: 6 }),
        fc.nat(30),
        fc.nat(2 * DAY_MS),
        async (added, slots, since) => {
          await queries.deleteFrom('sign_in_count').execute();
          const events = added.map(([ms, isIn]) => ({
            at: begin + ms,
            type: isIn ? 'sign_in.succeeded' : 'sign_in.refused',
            outcome: isIn ? ('success' as const) : ('refused' as const),
          }));
          kept.push(...events);
          await appendEvents(
            queries,
            events.map(({ at, type, outcome }) => {
              const nobody = { subjectId: null, credentialId: null, address: null, origin: null, userAgent: null };
              const event = { type, outcome, code: null, actor: { kind: 'system' as const, id: null }, ...nobody };
              return {
                id: ports.newId(clock.at),
                at: instant(at),
                event: { ...event, requestId: null, policyDigest: null, detail: {} },
              };
            }),
          );
          for (let slot = 0; slot < slots; slot += 1) {
            await countNextSlot(queries, instant(begin + since), after(clock.at, -5 * MINUTE_MS));
          }
          const from = instant(begin + Math.floor(since / 2));
          const expected = new Map<number, { succeeded: number; refused: number }>();
          for (const { at, outcome } of kept.filter((each) => each.at >= from)) {
            const day = Math.floor(at / DAY_MS);
            const counts = expected.get(day) ?? { succeeded: 0, refused: 0 };
            expected.set(day, counts);
            counts[outcome === 'success' ? 'succeeded' : 'refused'] += 1;
          }
          const found = await signInsByDay(queries, from, clock.at);
          assert.deepEqual(new Map([...found].filter(([, each]) => each.succeeded + each.refused > 0)), expected);
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  });

  test('a stretch is counted when it is over, and what nobody asks for is forgotten', async () => {
    const { database, clock } = await open();
    const { queries } = database;
    const from = instant(Math.floor(clock.at / SLOT_MS) * SLOT_MS);
    assert.equal(await countNextSlot(queries, from, instant(from + SLOT_MS - 1)), false);
    assert.equal(await countNextSlot(queries, from, instant(from + SLOT_MS)), true);
    assert.equal(await countNextSlot(queries, from, instant(from + SLOT_MS)), false);
    const later = instant(from + 100 * SLOT_MS);
    assert.equal(await countNextSlot(queries, later, instant(later + SLOT_MS)), true);
    const rows = await queries.selectFrom('sign_in_count').select('slot').execute();
    assert.deepEqual(
      rows.map(({ slot }) => Number(slot)),
      [later / SLOT_MS],
    );
  });
});
