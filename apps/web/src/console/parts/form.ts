import { ApiError } from '../../api/client.ts';
import { describeError } from '../../design/describe-error.ts';
import type { FormError } from '../../design/form-errors.tsx';

/** Errors of fields for the summary; each leads to its input, whose id is the form's and the field's. */
export function summary(form: string, errors: Readonly<Record<string, string | undefined>>): readonly FormError[] {
  return Object.entries(errors).flatMap(([field, message]) =>
    message === undefined ? [] : [{ inputId: inputId(form, field), message }],
  );
}

export function inputId(form: string, field: string): string {
  return `${form}-${field}`;
}

/** What the server said about a form: at the fields it named, and in one sentence. Nothing where somebody cancelled. */
export function refusal<Field extends string>(
  error: unknown,
  fields: readonly Field[],
): { readonly errors: Partial<Record<Field, string>>; readonly other: string | undefined } {
  if (error instanceof Error && error.name === 'cancelled') return { errors: {}, other: undefined };
  const named = error instanceof ApiError ? error.fields : [];
  // A refusal with a name of its own says in one sentence what to do; a malformed request only says so field by field.
  const isMalformed = error instanceof ApiError && error.name === 'malformed_request';
  const errors: Partial<Record<Field, string>> = {};
  for (const field of fields) {
    const said = named.find((entry) => entry.field === field || entry.field.endsWith(`/${field}`));
    if (said !== undefined) errors[field] = isMalformed ? said.message : describeError(error).what;
  }
  return { errors, other: Object.keys(errors).length > 0 ? undefined : describeError(error).what };
}
