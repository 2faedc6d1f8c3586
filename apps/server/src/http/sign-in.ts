import { after, ok } from '@holdfast/kernel';
import { endOwnSession } from '../use-cases/account/end-sessions.ts';
import { confirmOptions, signInOptions } from '../use-cases/sign-in/request-options.ts';
import { confirm, signIn } from '../use-cases/sign-in/sign-in.ts';
import { isUnknownCredential } from '../use-cases/sign-in/unknown-credential.ts';
import { signInContract as contract } from './contract/sign-in.ts';
import { preparedAnswer } from './prepared-answer.ts';
import { FRESH_MS, type Route, route } from './route.ts';
import { signedInView } from './signed-in.ts';
import { VERSION } from './version.ts';

export const signInRoutes: readonly Route[] = [
  route(contract.context, async ({ config }, { actor }) =>
    ok({
      body: {
        organisation: { name: config.organisationName },
        rpId: config.rpId,
        origin: config.origin,
        version: VERSION,
        signedIn: actor === null ? null : signedInView(actor),
      },
    }),
  ),
  route(contract.options, async (ports, call) =>
    ok(preparedAnswer(await signInOptions(ports, call, call.body.username ?? null))),
  ),
  route(contract.verify, async (ports, call) => {
    const opened = await signIn(ports, { ...call, response: call.body.response });
    if (!opened.ok) return opened;
    const { actor, token } = opened.value;
    const body = { signedIn: signedInView(actor), next: actor.roles.length > 0 ? '/console' : '/account' };
    return ok({ body, session: { token, endsAt: actor.endsAt } });
  }),
  route(contract.unknownCredential, async (ports, call) => {
    const unknown = await isUnknownCredential(ports, { ...call, response: call.body.response });
    return unknown.ok ? ok({ body: { unknown: unknown.value, rpId: ports.config.rpId } }) : unknown;
  }),
  route(contract.confirmOptions, async (ports, call) =>
    ok(preparedAnswer(await confirmOptions(ports, call, call.actor))),
  ),
  route(contract.confirmVerify, async (ports, call) => {
    const confirmed = await confirm(ports, { ...call, response: call.body.response });
    return confirmed.ok ? ok({ body: { freshUntil: after(confirmed.value.assertedAt, FRESH_MS) } }) : confirmed;
  }),
  route(contract.signOut, async (ports, call) => {
    await endOwnSession(ports, call, call.actor.sessionId, 'signed out');
    return ok({ body: undefined, session: 'end' as const });
  }),
];
