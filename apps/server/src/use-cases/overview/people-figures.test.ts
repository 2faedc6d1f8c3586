import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePolicy } from '@holdfast/policy';
import { readFigures } from '../../store/figures.ts';
import { eachDatabase } from '../../testing/harness.ts';
import { copyPerson } from '../../testing/many-passkeys.ts';
import { seedPerson, seedSignedIn } from '../../testing/people.ts';
import { fullSpeed } from '../jobs/pace.ts';
import { renewFigures } from './keep-figures.ts';
import { countByPopulation, countByStatus, countEnough, FEW_PEOPLE, peopleFigures } from './people-figures.ts';

const source = `passkey_policy:
  general_workforce:
    allowed_credential_types: [synced_passkey, platform_authenticator, security_key]
    minimum_credentials: 1
  careful:
    applies_to: [board]
    allowed_credential_types: [platform_authenticator, security_key]
    minimum_credentials: 2
`;

eachDatabase('the numbers of people', (open) => {
  test('are those of this moment while they are few, and say when they were counted once they are many', async () => {
    const installation = await open(source);
    const { database, ports, clock } = installation;
    const { queries } = database;
    const parsed = parsePolicy(source, 'policy');
    assert.ok(parsed.ok);
    const ada = await seedSignedIn(installation, { username: 'ada', groups: ['board', 'elsewhere'] });
    const bob = await seedSignedIn(installation, { username: 'bob' });
    await seedPerson(installation, { username: 'invited' });
    await queries
      .updateTable('credential')
      .set({ status: 'quarantined', status_cause: 'alarm' })
      .where('person_id', '=', bob.id)
      .execute();
    const few = await peopleFigures(queries);
    assert.equal(few.asOf, null);
    const { credentials, withoutWayIn } = few.figures;
    assert.deepEqual([credentials, withoutWayIn], [{ active: 1, attested: 0, quarantined: 1 }, 1]);
    assert.equal(countByStatus(few.figures, 'invited'), 1);
    assert.equal(await countEnough(queries, parsed.value, few.figures), 0);
    const keeper = { owner: 'one', pace: fullSpeed, isOn: () => true, tookMs: 0 };
    await renewFigures(ports, keeper);
    assert.equal(await readFigures(queries, 'people'), null);

    await copyPerson(installation, ada.id, FEW_PEOPLE);
    await renewFigures(ports, keeper);
    const many = await peopleFigures(queries);
    assert.equal(many.asOf, clock.at);
    assert.equal(many.figures.credentials.active, FEW_PEOPLE + 1);
    assert.deepEqual([...(await countByPopulation(queries, parsed.value, many.figures))].sort(), [
      ['careful', FEW_PEOPLE + 1],
      ['general_workforce', FEW_PEOPLE + 3],
    ]);
    // Not counted again at once, and not by two.
    await queries.updateTable('person').set({ status: 'disabled' }).where('id', '=', bob.id).execute();
    clock.advance(1000);
    await renewFigures(ports, keeper);
    assert.equal((await peopleFigures(queries)).figures.withoutWayIn, 1);
    clock.advance(3_600_000);
    await renewFigures(ports, { ...keeper, owner: 'two' });
    assert.equal((await peopleFigures(queries)).figures.withoutWayIn, 0);
  });

  test('are left as they were by a node that is to stop', async () => {
    const installation = await open(source);
    const ada = await seedSignedIn(installation, { username: 'ada' });
    await copyPerson(installation, ada.id, FEW_PEOPLE);
    await renewFigures(installation.ports, { owner: 'one', pace: fullSpeed, isOn: () => false, tookMs: 0 });
    assert.equal(await readFigures(installation.database.queries, 'people'), null);
  });
});
