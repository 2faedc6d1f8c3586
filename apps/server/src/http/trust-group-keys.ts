import { err, ok, refuse } from '@holdfast/kernel';
import { findCredential } from '../store/credentials.ts';
import { type TrustGroupKeyRow, trustGroupKeysOf } from '../store/trust-group-keys.ts';
import { describeBrowser } from '../use-cases/account/describe-browser.ts';
import { confirmGroup, rejectGroup } from '../use-cases/trust-group-keys/answer-waiting.ts';
import { trustGroupKeysContract as contract, type WaitingGroup } from './contract/trust-group-keys.ts';
import { type Route, route } from './route.ts';

export const trustGroupKeysRoutes: readonly Route[] = [
  route(contract.list, async ({ database }, { params }) => {
    const credential = await findCredential(database.queries, params.credentialId);
    if (credential === null) return err(refuse('credential.not_found'));
    const keys = await trustGroupKeysOf(database.queries, [credential.id]);
    return ok({ body: { keys: keys.map((key) => ({ ...groupView(key), status: key.status })) } });
  }),
  route(contract.confirm, async (ports, call) => {
    const confirmed = await confirmGroup(ports, call, call.params);
    return confirmed.ok ? ok({ body: undefined }) : confirmed;
  }),
  route(contract.reject, async (ports, call) => {
    const rejected = await rejectGroup(ports, call, call.params);
    return rejected.ok ? ok({ body: undefined }) : rejected;
  }),
];

/** How many groups a passkey is known on, and which wait for an answer. */
export function deviceGroups(
  keys: readonly TrustGroupKeyRow[],
  credentialId: string,
): { known: number; waiting: WaitingGroup[] } {
  const own = keys.filter((key) => key.credentialId === credentialId);
  const waiting = own.filter(({ status }) => status === 'waiting');
  return { known: own.length - waiting.length, waiting: waiting.map(groupView) };
}

function groupView({ digest, firstUsedAt, lastUsedAt, address, userAgent }: TrustGroupKeyRow): WaitingGroup {
  return { group: digest, firstUsedAt, lastUsedAt, address, browser: describeBrowser(userAgent) };
}
