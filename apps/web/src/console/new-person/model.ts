import type { Api } from '@holdfast/server/contract';
import { words } from '../words.ts';

export type NewPerson = {
  readonly username: string;
  readonly displayName: string;
  readonly email: string;
  readonly groups: readonly string[];
  readonly invite: boolean;
};
export type FieldErrors<Field extends string> = Partial<Record<Field, string>>;
export type PersonField = 'username' | 'displayName' | 'email';
export type CreateBody = Api['POST /api/v1/people']['body'];

export const blankPerson: NewPerson = { username: '', displayName: '', email: '', groups: [], invite: true };

/** The same rules as the contract's, so that a mistake is told before anything is sent. The server checks again. */
export function checkNewPerson(person: NewPerson): FieldErrors<PersonField> {
  const username = usernameError(person.username.trim());
  const displayName = displayNameError(person.displayName.trim());
  const email = emailError(person.email.trim());
  return {
    ...(displayName !== undefined && { displayName }),
    ...(username !== undefined && { username }),
    ...(email !== undefined && { email }),
  };
}

function usernameError(username: string): string | undefined {
  if (username.length > 128) return words('newPerson.errors.usernameLong');
  return /^[a-z0-9][a-z0-9._@+-]*$/.test(username) ? undefined : words('newPerson.errors.username');
}

export function displayNameError(name: string): string | undefined {
  if (name.length > 128) return words('newPerson.errors.displayNameLong');
  return /^\P{Cc}+$/u.test(name) ? undefined : words('newPerson.errors.displayName');
}

export function emailError(email: string): string | undefined {
  if (email === '') return undefined;
  return email.length <= 254 && /^[^@\s]+@[^@\s]+$/.test(email) ? undefined : words('newPerson.errors.email');
}

export function createBody(person: NewPerson): CreateBody {
  const email = person.email.trim();
  return {
    username: person.username.trim(),
    displayName: person.displayName.trim(),
    ...(email !== '' && { email }),
    ...(person.groups.length > 0 && { groups: [...person.groups] }),
    invite: person.invite,
  };
}

/** True once something would be lost by leaving. */
export function isTouched(person: NewPerson): boolean {
  return JSON.stringify(person) !== JSON.stringify(blankPerson);
}
