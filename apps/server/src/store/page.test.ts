import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { eachDatabase } from '../testing/harness.ts';
import { COUNTED_MAX, countSome, pageOf } from './page.ts';

eachDatabase('counting the rows of a list', (open) => {
  test('is exact as far as it goes, and says where it stops', async () => {
    const { queries } = (await open()).database;
    const all = () => queries.selectFrom('installation').where('key', 'like', 'row %').select('key');
    const counted = async () => {
      const { total, totalIsExact } = pageOf([], 10, await countSome(queries, all()), () => [], []);
      return [total, totalIsExact];
    };
    assert.deepEqual(await counted(), [0, true]);
    await sql`insert into installation (key, value)
      with recursive n (i) as (select 1 union all select i + 1 from n where i < ${sql.lit(COUNTED_MAX)})
      select 'row ' || i, '' from n`.execute(queries);
    assert.deepEqual(await counted(), [COUNTED_MAX, true]);
    await queries.insertInto('installation').values({ key: 'row more', value: '' }).execute();
    assert.deepEqual(await counted(), [COUNTED_MAX, false]);
  });
});
