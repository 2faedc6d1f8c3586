import type { RefusedCall } from '@holdfast/server/commands';
import { errorEntry } from '@holdfast/server/commands';

/** 0 done; 1 refused, or problems were found; 2 the command itself was wrong. */
export type ExitCode = 0 | 1 | 2;

/** Everything outside, as arguments. */
export type Terminal = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Standard input. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Resolves when `out` can take more, so that a slow reader does not fill the memory. */
  readonly drained: () => Promise<void>;
  readonly isColoured: boolean;
};

/** The values of the options that a command declares: a text, or whether it was given. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;

export type Command = {
  /** The words that call it, e.g. `admin invite`. */
  readonly name: string;
  readonly summary: string;
  /** What follows the name, e.g. `[FILE]`. */
  readonly usage: string;
  readonly help: string;
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly help: string }>>;
  readonly positionalsMax: number;
  readonly run: (terminal: Terminal, options: Options, positionals: readonly string[]) => Promise<ExitCode>;
};

export const jsonOption = { json: { type: 'boolean', help: 'Print JSON, for programs.' } } as const;

export function printJson(terminal: Terminal, value: unknown): void {
  terminal.out(`${JSON.stringify(value, null, 2)}\n`);
}

/** Says why something was refused, and its code, which the catalogue of errors explains. */
export function printRefusal(terminal: Terminal, refusal: RefusedCall): ExitCode {
  terminal.err(`holdfast: ${refusal.message ?? errorEntry(refusal.code).operator} (${refusal.code})\n`);
  return 1;
}
