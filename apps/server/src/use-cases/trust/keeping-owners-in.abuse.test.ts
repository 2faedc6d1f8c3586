import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { createMetadataPublisher, seededRandom } from '@holdfast/emulator';
import { instant, type PersonId } from '@holdfast/kernel';
import { assembleBundle, bundleKeyOf, bundleSigningInput, makeBundlePayload } from '@holdfast/trust';
import type { Actor } from '../../http/route.ts';
import { createServer } from '../../http/server.ts';
import type { Ports } from '../../ports.ts';
import { standingFrom } from '../../standing.ts';
import { TestBrowser, trySignIn } from '../../testing/browser.ts';
import { contentsOf, eventsOf } from '../../testing/contents.ts';
import { deviceWorld } from '../../testing/device-world.ts';
import { eachDatabase, type TestInstallation } from '../../testing/harness.ts';
import { workOnce } from '../../testing/jobs.ts';
import { seedSignedIn } from '../../testing/people.ts';
import { applyPolicyAtStart } from '../policy/apply-at-start.ts';
import { importDocument } from './import-document.ts';

const made = instant(Date.UTC(2026, 10, 20, 9, 0, 0));
const world = deviceWorld(made);
const other = createMetadataPublisher({ random: seededRandom('somebody else'), at: made });
const othersAuthority = `-----BEGIN CERTIFICATE-----\n${Buffer.from(other.root.der).toString('base64')}\n-----END CERTIFICATE-----\n`;
const policy = `passkey_policy:
  general_workforce:
    allowed_credential_types: [security_key, platform_authenticator, synced_passkey, managed_device]
  owners:
    applies_to: [owners]
    allowed_credential_types: [managed_device, security_key]
    attestation_required: true
`;
const keys = generateKeyPairSync('ed25519');
const bundleKey = bundleKeyOf(keys.privateKey);

function bundleOf(body: string): string {
  assert.ok(bundleKey.ok);
  const documents = [{ kind: 'managed_anchors', body }] as const;
  const input = bundleSigningInput(makeBundlePayload({ madeAt: made, freshnessDays: 30, documents }), bundleKey.value);
  return assembleBundle(input, sign(null, Buffer.from(input), keys.privateKey));
}

const caller = { address: '192.0.2.9', origin: null, userAgent: 'a test', requestId: 'r' };
const IMPORT = 'POST /api/v1/trust/import';

/** Olga owns the place with a managed computer; Ada is an administrator, who may not touch her. */
async function ownedPlace(open: (policy: string) => Promise<TestInstallation>) {
  const opened = await open(policy);
  const signers = {
    anchors: [other.root.base64url],
    signerHosts: null,
    bundleKeys: bundleKey.ok ? [bundleKey.value] : [],
  };
  const standing = standingFrom(opened.database, () => opened.clock.at, signers);
  const ports: Ports = { ...opened.ports, trustSigners: signers, standing };
  await applyPolicyAtStart(ports, { source: policy, origin: 'file' });
  const authority = { text: world.managedRoot, name: null, isDryRun: false, evenIfEmptier: false };
  assert.ok((await importDocument(ports, { by: 'system', at: opened.clock.at }, authority)).ok);
  opened.clock.advance(1000);
  const installation = { ...opened, ports, server: await createServer(ports, { pages: null, tls: null }) };
  const mac = world.devices['managed-mac'].create();
  const olga = await seedSignedIn(installation, { username: 'olga', roles: ['owner'], groups: ['owners'] }, mac);
  const ada = await seedSignedIn(installation, { username: 'ada', roles: ['administrator'] });
  await workOnce(installation);
  return { installation, mac, olga, ada };
}

eachDatabase('a document that nobody vouches for but an administrator', (open) => {
  test('does not shut the owners out, and is refused with nothing changed but its event', async () => {
    const { installation, mac, olga, ada } = await ownedPlace(open);
    const { database, clock } = installation;
    const before = await contentsOf(database);
    const told = await ada.browser.call(IMPORT, { body: { text: othersAuthority } });
    assert.deepEqual([told.status, told.body['error']], [409, 'trust_locks_out_owners'], JSON.stringify(told.body));
    const event = (await eventsOf(database)).at(-1);
    assert.deepEqual([event?.type, event?.code], ['trust.document_refused', 'trust.locks_out_owners']);
    const changed = Object.entries(await contentsOf(database)).filter(
      ([table, rows]) => JSON.stringify(rows) !== JSON.stringify(before[table as keyof typeof before]),
    );
    assert.deepEqual(
      changed.map(([table]) => table).filter((table) => /trust|credential|judgement|job/.test(table)),
      [],
    );
    clock.advance(1000);
    assert.equal(await workOnce(installation), 0);
    assert.equal((await olga.browser.call('GET /api/v1/account')).status, 200);
    assert.equal((await trySignIn(new TestBrowser(installation), mac)).status, 200);
  });

  test('is taken where some owner can still sign in under it, or none could before', async () => {
    const { installation, ada, olga } = await ownedPlace(open);
    await ada.browser.must(IMPORT, { body: { text: `${world.managedRoot}\n${othersAuthority}` } });
    await installation.database.queries
      .updateTable('credential')
      .set({ status: 'revoked' })
      .where('person_id', '=', olga.id)
      .execute();
    await ada.browser.must(IMPORT, { body: { text: othersAuthority } });
  });

  test('is not taken of somebody who lost the role while it was read', async () => {
    const { installation, ada } = await ownedPlace(open);
    const { database, ports, clock } = installation;
    const { id: sessionId } = await database.queries
      .selectFrom('session')
      .select('id')
      .where('person_id', '=', ada.id)
      .executeTakeFirstOrThrow();
    const actor = { sessionId, personId: ada.id as PersonId, username: 'ada', roles: ['administrator'] } as const;
    await database.queries.deleteFrom('person_role').where('person_id', '=', ada.id).execute();
    const before = await contentsOf(database);
    const text = `${world.managedRoot}\n${othersAuthority}`;
    const doer = { by: 'person', at: clock.at, caller, actor: actor as unknown as Actor } as const;
    for (const each of [text, bundleOf(text)]) {
      const wish = { text: each, name: null, isDryRun: false, evenIfEmptier: false };
      const told = await importDocument(ports, doer, wish);
      assert.equal(told.ok ? 'taken' : told.error.code, 'session.permission_missing');
    }
    assert.deepEqual(await contentsOf(database), before);
  });
});
