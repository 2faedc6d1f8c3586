import { allowedTypesOf } from './effective-policy.ts';
import { type CredentialClass, type CredentialType, credentialTypes, type EffectivePolicy } from './model.ts';
import { useInstead } from './person-words.ts';

/** product.md, Words: status of a credential. */
export type CredentialStatus = 'pending' | 'active' | 'quarantined' | 'revoked';

export type Todo = {
  readonly code:
    | 'ask_administrator'
    | 'add_passkey'
    | 'add_backup_passkey'
    | 'replace_quarantined'
    | 'remove_passkey'
    | 'wait_for_proof';
  readonly person: string;
};

/** What the policy still wants of a person, for the account page and for enrolment. */
export type Requirements = {
  readonly minimum: number;
  readonly maximum: number;
  /** Active passkeys of a type that is allowed now. */
  readonly have: number;
  readonly missing: number;
  readonly mayAdd: boolean;
  readonly allowedTypes: readonly CredentialType[];
  /** The most urgent first. */
  readonly todo: readonly Todo[];
};

export function requirements(
  effective: EffectivePolicy,
  credentials: readonly { readonly status: CredentialStatus; readonly class: CredentialClass }[],
): Requirements {
  const allowedTypes = allowedTypesOf(effective);
  const classes = allowedTypes.map((type) => credentialTypes[type]);
  const count = (status: CredentialStatus) => credentials.filter((each) => each.status === status).length;
  const have = credentials.filter((each) => each.status === 'active' && classes.includes(each.class)).length;
  const { minimumCredentials: minimum, maximumCredentials: maximum } = effective;
  // Quarantined and revoked ones do not count: they must never keep a person from replacing them.
  const occupied = count('active') + count('pending');
  const mayAdd = classes.length > 0 && effective.algorithms.length > 0 && occupied < maximum;
  const missing = Math.max(0, minimum - have);
  const state = {
    have,
    missing,
    mayAdd,
    pending: count('pending'),
    over: occupied - maximum,
    quarantined: count('quarantined'),
  };
  return { minimum, maximum, have, missing, mayAdd, allowedTypes, todo: todoOf(effective, state) };
}

type State = { have: number; missing: number; mayAdd: boolean; pending: number; over: number; quarantined: number };

function todoOf(effective: EffectivePolicy, state: State): readonly Todo[] {
  const { have, missing, mayAdd, pending, over, quarantined } = state;
  const todo: Todo[] = [];
  if (allowedTypesOf(effective).length === 0 || effective.algorithms.length === 0) {
    const person = 'Your account may not use a passkey at the moment. Ask your administrator to change that.';
    return [{ code: 'ask_administrator', person }];
  }
  const instead = useInstead(effective);
  const first = missing === 1 ? 'Add a passkey.' : `Add ${missing} passkeys.`;
  if (missing > 0 && have === 0 && mayAdd) todo.push({ code: 'add_passkey', person: `${first} ${instead}` });
  if (missing > 0 && have > 0 && mayAdd) {
    const more = missing === 1 ? 'one more passkey' : `${missing} more passkeys`;
    const person = `Add ${more}, so that you can still sign in when you lose a device. ${instead}`;
    todo.push({ code: 'add_backup_passkey', person });
  }
  if (quarantined > 0) {
    const which = quarantined === 1 ? 'One of your passkeys is' : `${quarantined} of your passkeys are`;
    todo.push({ code: 'replace_quarantined', person: `${which} set aside and cannot be used. ${instead}` });
  }
  if (over > 0) {
    const some = over === 1 ? 'one' : `${over}`;
    const person = `You have more passkeys than your role may have. Remove ${some} that you do not need.`;
    todo.push({ code: 'remove_passkey', person });
  } else if (missing > pending && !mayAdd) {
    const person = `You have as many passkeys as your role may have, but too few that it accepts. Remove one that it does not accept, then add another. ${instead}`;
    todo.push({ code: 'remove_passkey', person });
  }
  if (pending > 0) {
    const which = pending === 1 ? 'One of your passkeys is' : `${pending} of your passkeys are`;
    todo.push({
      code: 'wait_for_proof',
      person: `${which} still being checked. It can be used when the proof has arrived.`,
    });
  }
  return todo;
}
