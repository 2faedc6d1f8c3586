import { toBase64url } from '@holdfast/encoding';

/** One field of what was inspected. The whole tree is data; the command line and the console draw the same one. */
export type InspectNode = {
  readonly label: string;
  /** Empty where the children say it all. */
  readonly value: string;
  readonly sizeBytes?: number;
  /** What the field means. */
  readonly note?: string;
  /** The step of the procedure that used it. */
  readonly step?: string;
  readonly children?: readonly InspectNode[];
};

/** What stands beside label and value. */
export type Beside = { readonly note?: string | undefined; readonly step?: string | undefined };

/** More elements than any genuine statement has; what is beyond is counted, not shown. */
const CHILDREN_MAX = 100;

export function field(label: string, value: string, beside: Beside = {}): InspectNode {
  return { label: printable(label), value: printable(value), ...present(beside) };
}

export function branch(
  label: string,
  children: readonly InspectNode[],
  beside: Beside & { readonly value?: string; readonly sizeBytes?: number } = {},
): InspectNode {
  const { value = '', sizeBytes, ...rest } = beside;
  const shown = children.slice(0, CHILDREN_MAX);
  const more = children.length - shown.length;
  return {
    label: printable(label),
    value: printable(value),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...present(rest),
    children: more === 0 ? shown : [...shown, field('…', `${more} more`)],
  };
}

export function bytesField(
  label: string,
  bytes: Uint8Array,
  { as = 'base64url', ...beside }: Beside & { readonly as?: 'hex' | 'base64url' } = {},
): InspectNode {
  const value = as === 'hex' ? Buffer.from(bytes).toString('hex') : toBase64url(bytes);
  return { label: printable(label), value, sizeBytes: bytes.length, ...present(beside) };
}

/** Text of strangers, made harmless to terminals and honest to readers: control and direction characters become visible. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (hidden) => `\\u{${hidden.codePointAt(0)?.toString(16)}}`);
}

function present({ note, step }: Beside): { readonly note?: string; readonly step?: string } {
  return { ...(note === undefined ? {} : { note }), ...(step === undefined ? {} : { step }) };
}
