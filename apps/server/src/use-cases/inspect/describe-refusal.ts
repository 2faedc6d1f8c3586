import type { Refusal, RefusalDetail } from '@holdfast/kernel';
import { errorEntry } from '../../errors.ts';
import { printable } from './node.ts';

/** One value that decided, with what it is called. */
export type DecidingValue = { readonly name: string; readonly value: string };

/** The operator's sentence of the catalogue with the values that decided. */
export function describeRefusal({ code, detail }: Refusal): string {
  const values = decidingValues(detail).map(({ name, value }) => `${name}: ${value}`);
  const sentence = errorEntry(code).operator;
  return values.length === 0 ? sentence : `${sentence} (${values.join('; ')})`;
}

/** The values of a refusal, as people read them. What an outsider sent is made visible. */
export function decidingValues(detail: RefusalDetail = {}): readonly DecidingValue[] {
  return Object.entries(detail).map(([name, value]) => ({ name, value: readable(value) }));
}

function readable(value: RefusalDetail[string]): string {
  if (value === null) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(printable).join(', ');
  return printable(String(value));
}
