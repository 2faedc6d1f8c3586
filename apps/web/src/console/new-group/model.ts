import type { FieldErrors } from '../new-person/model.ts';
import { words } from '../words.ts';

export type NewGroup = { readonly name: string; readonly description: string };
export type GroupField = keyof NewGroup;
export const blankGroup: NewGroup = { name: '', description: '' };

/** The same rules as the contract's, so that a mistake is told before anything is sent. The server checks again. */
export function checkNewGroup(group: NewGroup): FieldErrors<GroupField> {
  const name = nameError(group.name.trim());
  const description = descriptionError(group.description);
  return { ...(name !== undefined && { name }), ...(description !== undefined && { description }) };
}

function nameError(name: string): string | undefined {
  if (name.length > 64) return words('groups.create.errors.nameLong');
  return /^[a-z0-9][a-z0-9_.-]*$/.test(name) ? undefined : words('groups.create.errors.name');
}

export function descriptionError(description: string): string | undefined {
  return description.trim().length > 500 ? words('groups.create.errors.descriptionLong') : undefined;
}
