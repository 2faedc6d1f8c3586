import { ok } from '@holdfast/kernel';
import { effectivePolicy } from '@holdfast/policy';
import { byInvitation } from '../use-cases/registration/authorise.ts';
import { registrationOptions } from '../use-cases/registration/creation-options.ts';
import { register } from '../use-cases/registration/register.ts';
import { acceptedIds, wantedOf } from '../use-cases/registration/wanted.ts';
import { registrationContract as contract } from './contract/registration.ts';
import { preparedAnswer } from './prepared-answer.ts';
import { type Route, route } from './route.ts';

export const registrationRoutes: readonly Route[] = [
  route(contract.openInvitation, async (ports, { body, at }) => {
    const opened = await byInvitation(ports, body.token, at);
    if (!opened.ok) return opened;
    const { invitation, person } = opened.value;
    const { policy } = await ports.standing();
    return ok({
      body: {
        person: { id: person.id, username: person.username, displayName: person.displayName },
        organisation: { name: ports.config.organisationName },
        invitedBy: invitation.invitedBy,
        expiresAt: invitation.expiresAt,
        wanted: wantedOf(effectivePolicy(policy, person.groups), []),
      },
    });
  }),
  route(contract.options, async (ports, call) => {
    const prepared = await registrationOptions(ports, call, call.body.token ?? null);
    return prepared.ok ? ok(preparedAnswer(prepared.value)) : prepared;
  }),
  route(contract.verify, async (ports, call) => {
    const { token = null, name = null, response } = call.body;
    const registered = await register(ports, { ...call, token, name, response });
    if (!registered.ok) return registered;
    const { authority, credential, credentials, effective } = registered.value;
    return ok({
      body: {
        credential: {
          id: credential.id,
          name: credential.name,
          class: credential.class,
          evidence: credential.evidence,
          model: credential.modelName,
        },
        wanted: wantedOf(effective, credentials),
        signal: {
          rpId: ports.config.rpId,
          userId: authority.person.userHandle,
          allAcceptedCredentialIds: acceptedIds(credentials),
        },
      },
    });
  }),
];
