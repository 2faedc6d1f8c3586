import type { Page } from 'playwright-core';
import type { AuthenticatorKind } from './browser-person.ts';
import type { Seeded } from './seeded.ts';

/** A page in one of its states, with the way there as people go it. */
export type Screen = {
  /** Also the name of its picture. */
  readonly name: string;
  /** Who looks; null is nobody that the server knows. */
  readonly as: string | null;
  readonly path: string | ((seeded: Seeded) => string | Promise<string>);
  /** What is in the computer of whoever looks. */
  readonly plugged?: AuthenticatorKind;
  /** From the address to the state. */
  readonly act?: (page: Page, seeded: Seeded) => Promise<void>;
  /** The browser reports an answer of ours that is no success as an error: here it belongs to the state. */
  readonly isRefused?: boolean;
};
