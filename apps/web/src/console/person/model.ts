import type { Api } from '@holdfast/server/contract';
import { count } from '../count.ts';
import { displayNameError, emailError, type FieldErrors } from '../new-person/model.ts';
import type { Role } from '../people/model.ts';
import { roleName } from '../shell/model.ts';
import { words } from '../words.ts';

export type PersonAnswer = Api['GET /api/v1/people/:personId']['answer'];
export type Invitation = PersonAnswer['invitations'][number];
export type UpdateBody = Api['PATCH /api/v1/people/:personId']['body'];

/** What an act would do, in words, before anybody agrees to it. */
export type Preview = { readonly title: string; readonly effect: string };

export function disablePreview({ person, sessions, invitations }: PersonAnswer): Preview {
  const name = person.displayName;
  const effect =
    sessions === 0
      ? words('person.disable.effectQuiet', { name })
      : words('person.disable.effect', { name, count: count(sessions) });
  const isInvited = invitations.some((invitation) => invitation.status === 'open');
  return {
    title: words('person.disable.title', { name }),
    effect: isInvited ? `${effect} ${words('person.disable.effectInvited')}` : effect,
  };
}

export function enablePreview({ person }: PersonAnswer): Preview {
  const name = person.displayName;
  return {
    title: words('person.enable.title', { name }),
    effect:
      person.passkeys === 0
        ? words('person.enable.effectNone', { name })
        : words('person.enable.effect', { name, count: count(person.passkeys) }),
  };
}

export function endSessionsPreview({ person, sessions }: PersonAnswer): Preview {
  const name = person.displayName;
  return {
    title: words('person.endSessions.title', { name }),
    effect:
      sessions === 0
        ? words('person.endSessions.none', { name })
        : words('person.endSessions.effect', { name, count: count(sessions) }),
  };
}

export function rolesPreview({ person }: PersonAnswer, chosen: readonly Role[]): Preview {
  const name = person.displayName;
  const gained = chosen.filter((role) => !person.roles.includes(role)).map(roleName);
  const lost = person.roles.filter((role) => !chosen.includes(role)).map(roleName);
  const parts = [
    ...(gained.length > 0 ? [words('person.setRoles.gains', { name, roles: gained.join(', ') })] : []),
    ...(lost.length > 0 ? [words('person.setRoles.loses', { name, roles: lost.join(', ') })] : []),
  ];
  return {
    title: words('person.setRoles.title', { name }),
    effect: parts.length === 0 ? words('person.setRoles.same') : parts.join(' '),
  };
}

export function invitePreview({ person, invitations }: PersonAnswer): Preview {
  const again = invitations.some((invitation) => invitation.status === 'open');
  return {
    title: words('person.invite.title', { name: person.displayName }),
    effect: again ? words('person.invite.effectAgain') : words('person.invite.effect'),
  };
}

/** What may be done here by this reader, in the order of the box. */
export type DangerousAct = 'disable' | 'enable' | 'endSessions' | 'setRoles';

export function dangerousActs({ person, may }: PersonAnswer, permissions: readonly string[]): readonly DangerousAct[] {
  return [
    ...(permissions.includes('sessions:end') && may.edit ? (['endSessions'] as const) : []),
    ...(may.changeRoles ? (['setRoles'] as const) : []),
    ...(may.disable ? [person.status === 'disabled' ? ('enable' as const) : ('disable' as const)] : []),
  ];
}

export type PersonEdit = { readonly displayName: string; readonly email: string; readonly groups: readonly string[] };
export type EditField = 'displayName' | 'email';

export function editOf({ person }: PersonAnswer): PersonEdit {
  return { displayName: person.displayName, email: person.email ?? '', groups: person.groups };
}

export function checkEdit(edit: PersonEdit): FieldErrors<EditField> {
  const displayName = displayNameError(edit.displayName.trim());
  const email = emailError(edit.email.trim());
  return { ...(displayName !== undefined && { displayName }), ...(email !== undefined && { email }) };
}

/** Only what changed, so that two administrators at once do not undo each other; undefined where nothing did. */
export function updateBody({ person }: PersonAnswer, edit: PersonEdit): UpdateBody | undefined {
  const displayName = edit.displayName.trim();
  const email = edit.email.trim() === '' ? null : edit.email.trim();
  const changes = groupChanges(person.groups, edit.groups);
  const body: UpdateBody = {
    ...(displayName !== person.displayName && { displayName }),
    ...(email !== person.email && { email }),
    ...(changes.joins.length + changes.leaves.length > 0 && { groups: [...edit.groups] }),
  };
  return Object.keys(body).length === 0 ? undefined : body;
}

export function groupChanges(before: readonly string[], after: readonly string[]) {
  return {
    joins: after.filter((group) => !before.includes(group)),
    leaves: before.filter((group) => !after.includes(group)),
  };
}

/** Progress towards what the policy wants; null where there is no minimum. */
export function wantedProgress({ wanted }: PersonAnswer): { readonly text: string; readonly share: number } | null {
  if (wanted.minimum === 0) return null;
  return {
    text: words('person.wantedHave', { have: count(wanted.have), minimum: count(wanted.minimum) }),
    share: Math.min(1, wanted.have / wanted.minimum),
  };
}
