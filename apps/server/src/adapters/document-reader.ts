import { Worker } from 'node:worker_threads';
import type { Result } from '@holdfast/kernel';
import {
  type BlobRefusal,
  type BlobSettings,
  type BundleSettings,
  type RefusedBundle,
  type VerifiedBundle,
  verifyBlob,
  verifyBundle,
} from '@holdfast/trust';
import { type MetadataReading, readingOf } from '../use-cases/trust/metadata-reading.ts';

/** Why a document could not be read at all, whatever is in it. */
export type GivenUp = { readonly code: 'trust.document_unreadable'; readonly step?: never };

export type ReadMetadata = (
  jwt: string,
  settings: BlobSettings,
) => Promise<Result<MetadataReading, BlobRefusal | GivenUp>>;

export type OpenBundle = (
  text: string,
  settings: BundleSettings,
) => Promise<Result<VerifiedBundle, RefusedBundle | GivenUp>>;

/** Several times what the largest document that is taken needs. */
const HEAP_MB_MAX = 1024;
const TIME_MS_MAX = 60_000;

/** Plain data and public keys, which a thread can be given. */
export type ReaderTask =
  | { readonly read: 'metadata'; readonly text: string; readonly settings: BlobSettings }
  | { readonly read: 'bundle'; readonly text: string; readonly settings: BundleSettings };

/** Verifies a metadata BLOB in a thread of its own: ten megabytes take a sixth of a second, in which nobody could sign in. */
export const readMetadataInThread: ReadMetadata = (text, settings) => inThread({ read: 'metadata', text, settings });

/** Verifies a bundle in a thread of its own. */
export const openBundleInThread: OpenBundle = (text, settings) => inThread({ read: 'bundle', text, settings });

/** What the thread does. */
export function readHere(task: ReaderTask): Result<unknown, unknown> {
  return task.read === 'metadata' ? readMetadataHere(task.text, task.settings) : verifyBundle(task.text, task.settings);
}

export function readMetadataHere(jwt: string, settings: BlobSettings): Result<MetadataReading, BlobRefusal> {
  const verified = verifyBlob(jwt, settings);
  return verified.ok ? { ok: true, value: readingOf(verified.value) } : verified;
}

/** A thread that takes too long or too much is ended, and nothing else with it. */
function inThread<T, E>(workerData: ReaderTask): Promise<Result<T, E | GivenUp>> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./document-reader-thread.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    });
    const giveUp = (): void => {
      clearTimeout(patience);
      resolve({ ok: false, error: { code: 'trust.document_unreadable' } });
    };
    const patience = setTimeout(() => void worker.terminate(), TIME_MS_MAX);
    worker.once('message', (answer: Result<T, E>) => {
      clearTimeout(patience);
      resolve(answer);
    });
    worker.once('error', giveUp);
    // After a message this changes nothing any more.
    worker.once('exit', giveUp);
  });
}
