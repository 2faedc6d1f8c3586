import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createMaker, seededRandom } from '@holdfast/emulator';
import { newAuthenticator } from '../testing/browser.ts';
import { contentsOf, eventsOf } from '../testing/contents.ts';
import { eachDatabase } from '../testing/harness.ts';
import { seedPerson, seedSignedIn } from '../testing/people.ts';
import { refuses, withOwner } from '../testing/refuses.ts';
import { inspectCase } from '../use-cases/inspect/index.ts';

const INSPECT = 'POST /api/v1/inspect';
const EVIDENCE = 'GET /api/v1/credentials/:credentialId/evidence';
const AAGUID = '00d1f00d-0000-4000-8000-000000000001';
const pasted = readFileSync(new URL('../../../../vectors/inspect/refused-registration.json', import.meta.url), 'utf8');

eachDatabase('inspect', (open) => {
  test('answers with the whole report, stores nothing and leaves no event', async () => {
    const installation = await withOwner(open);
    const { browser } = installation.owner;
    const before = await contentsOf(installation.database);
    const events = (await eventsOf(installation.database)).length;
    const { report, notInspected } = await browser.must(INSPECT, { body: { text: pasted } });
    assert.equal(notInspected, null);
    assert.deepEqual([report?.verdict.outcome, report?.verdict.step], ['reject', 'origin']);
    assert.equal(report?.steps.find(({ outcome }) => outcome === 'refused')?.code, 'webauthn.origin_unexpected');
    const clientData = report?.tree.find(({ label }) => label === 'Client data');
    const origin = clientData?.children?.find(({ label }) => label === 'origin');
    assert.equal(origin?.value, 'https://login.example.evil.test');

    const word = await browser.must(INSPECT, { body: { text: 'hello' } });
    assert.equal(word.report, null);
    assert.match(word.notInspected?.message ?? '', /not an attestation object/);
    assert.deepEqual(await contentsOf(installation.database), before);
    assert.equal((await eventsOf(installation.database)).length, events);
    assert.deepEqual(installation.errorsLogged, []);
  });

  test('evidence is a case that holds, with the anchors of today', async () => {
    const installation = await withOwner(open);
    const { owner, clock, setStanding } = installation;
    const random = seededRandom('maker of the evidence');
    const maker = createMaker({ name: 'Example Keys', aaguids: [AAGUID], random, at: clock.at, intermediate: true });
    setStanding({
      models: [{ aaguid: AAGUID, name: 'Example Key', kind: 'security-key', anchors: [maker.root.base64url] }],
    });
    const authenticator = newAuthenticator({ attestation: 'packed-basic', maker, aaguid: AAGUID });
    await seedSignedIn(installation, { username: 'ana' }, authenticator);
    const [credentialId = ''] = authenticator.credentialIds();
    const at = new Date(clock.at).toISOString();
    clock.advance(1000);

    const given = await owner.browser.must(EVIDENCE, { params: { credentialId } });
    assert.equal(given.at, at);
    const verdict = inspectCase(given, { now: clock.at });
    assert.equal(verdict.verdict, 'accept', JSON.stringify(verdict));
    assert.equal(verdict.id, credentialId);
    const { credential, facts } = await owner.browser.must('GET /api/v1/credentials/:credentialId', {
      params: { credentialId },
    });
    assert.deepEqual(verdict.facts, facts);
    assert.equal(verdict.attestation?.trusted, credential.evidence === 'attested');
    assert.equal(verdict.attestation?.trusted, true);

    setStanding({ models: [] });
    const { trustAnchors } = await owner.browser.must(EVIDENCE, { params: { credentialId } });
    assert.deepEqual(trustAnchors, []);
  });

  test('evidence of nothing is not found', async () => {
    const installation = await withOwner(open);
    await seedPerson(installation, { username: 'nobody' });
    await refuses(installation, 'credential.not_found', 404, () =>
      installation.owner.browser.call(EVIDENCE, { params: { credentialId: 'AAAA' } }),
    );
  });
});
