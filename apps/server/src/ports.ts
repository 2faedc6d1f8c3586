import type { Instant } from '@holdfast/kernel';
import type { Policy } from '@holdfast/policy';
import type { BundleKey, TrustData } from '@holdfast/trust';
import type { OpenBundle, ReadMetadata } from './adapters/document-reader.ts';
import type { Download } from './adapters/download.ts';
import type { Config } from './config.ts';
import type { MetadataTrust } from './standing-trust.ts';
import type { Database } from './store/database.ts';

/** Keys derived from the master key, one for each use, so that none can stand in for another. */
export type Keys = {
  readonly challenge: Uint8Array;
  readonly decoy: Uint8Array;
};

/** What decisions rest on besides the database: at most two seconds old on every node. */
export type Standing = {
  readonly policy: Policy;
  readonly policyVersion: number;
  readonly trust: TrustData;
};

export type Log = {
  readonly info: (detail: Readonly<Record<string, unknown>>, message: string) => void;
  readonly error: (detail: Readonly<Record<string, unknown>>, message: string) => void;
};

/** Who may sign trust documents. Read once at start. */
export type TrustSigners = MetadataTrust & {
  readonly bundleKeys: readonly BundleKey[];
};

/** Everything impure, as arguments. `main.ts` builds the real ones; tests build theirs. */
export type Ports = {
  readonly config: Config;
  readonly database: Database;
  readonly now: () => Instant;
  /** UUIDv7 (RFC 9562) for the instant. */
  readonly newId: (at: Instant) => string;
  readonly randomBytes: (count: number) => Uint8Array;
  readonly keys: Keys;
  /** With `now`: as it is in the database after the call began, not up to two seconds old. */
  readonly standing: (asked?: 'now') => Promise<Standing>;
  readonly trustSigners: TrustSigners;
  readonly download: Download;
  readonly readMetadata: ReadMetadata;
  readonly openBundle: OpenBundle;
  readonly log: Log;
};
