import { err, ok, refuse } from '@holdfast/kernel';
import type { Ports } from '../ports.ts';
import { listCredentials } from '../store/credentials-list.ts';
import { setAsideAt } from '../store/quarantine.ts';
import {
  quarantineByAdministrator,
  releaseByAdministrator,
  type StatusChanged,
} from '../use-cases/credentials/quarantine.ts';
import { readCredential } from '../use-cases/credentials/read-credential.ts';
import { revokeByAdministrator } from '../use-cases/credentials/revoke.ts';
import { acceptedIds } from '../use-cases/registration/wanted.ts';
import { credentialsContract as contract } from './contract/credentials.ts';
import { decodeCursor, LIMIT_DEFAULT, pageAnswer, parseListQuery } from './list-query.ts';
import { type Route, route } from './route.ts';
import { verdictShape } from './verdict-shape.ts';

const filters = {
  status: ['pending', 'active', 'quarantined', 'revoked'],
  status_cause: ['registered', 'judged', 'alarm', 'administrator', 'person'],
  class: ['synced', 'platform', 'security-key', 'mobile-bound', 'managed-device'],
  evidence: ['attested', 'claimed'],
  model: 'text',
  person: 'text',
} as const;

export const credentialsRoutes: readonly Route[] = [
  route(contract.list, async ({ database }, { query }) => {
    const wanted = parseListQuery(query.q, filters);
    if (!wanted.ok) return wanted;
    const after = decodeCursor(query.cursor, ['number', 'string']);
    if (!after.ok) return after;
    const limit = query.limit ?? LIMIT_DEFAULT;
    const page = await listCredentials(database.queries, wanted.value, { after: after.value, limit });
    return ok({ body: pageAnswer(page, (credential) => credential) });
  }),
  route(contract.read, async (ports, { at, actor, params }) => {
    const view = await readCredential(ports, at, actor, params.credentialId);
    if (view === null) return err(refuse('credential.not_found'));
    const { queries } = ports.database;
    const { summary, signCount, backupEligible, backedUp, factsDigest, evidence } = view;
    return ok({
      body: {
        credential: summary,
        signCount,
        backupEligible,
        backedUp,
        facts: { ...view.facts },
        factsDigest,
        assessment: { ...view.assessment },
        verdict: verdictShape(view.verdict),
        evidence,
        setAsideAt: summary.status === 'quarantined' ? await setAsideAt(queries, summary.person.id, summary.id) : null,
        mayRevoke: view.mayRevoke,
        mayQuarantine: view.mayQuarantine,
        mayRelease: view.mayRelease,
        releaseBlockedBecause: view.releaseBlockedBecause,
        revocationEffect: view.revocationEffect,
      },
    });
  }),
  route(contract.revoke, async (ports, call) => {
    const revoked = await revokeByAdministrator(ports, call, call.params.credentialId, call.body.reason);
    return revoked.ok ? ok({ body: changed(ports, revoked.value) }) : revoked;
  }),
  route(contract.quarantine, async (ports, call) => {
    const done = await quarantineByAdministrator(ports, call, call.params.credentialId, call.body.reason);
    return done.ok ? ok({ body: changed(ports, done.value) }) : done;
  }),
  route(contract.release, async (ports, call) => {
    const done = await releaseByAdministrator(ports, call, call.params.credentialId, call.body.reason);
    return done.ok ? ok({ body: changed(ports, done.value) }) : done;
  }),
];

function changed({ config }: Ports, { credential, endedSessions, userHandle, remaining }: StatusChanged) {
  const signal = { rpId: config.rpId, userId: userHandle, allAcceptedCredentialIds: acceptedIds(remaining) };
  return { credential, endedSessions, signal };
}
