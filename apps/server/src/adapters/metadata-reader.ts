import { Worker } from 'node:worker_threads';
import type { Result } from '@holdfast/kernel';
import { type BlobRefusal, type BlobSettings, verifyBlob } from '@holdfast/trust';
import { type MetadataReading, readingOf } from '../use-cases/trust/metadata-reading.ts';

export type ReadMetadata = (
  jwt: string,
  settings: BlobSettings,
) => Promise<
  Result<MetadataReading, BlobRefusal | { readonly code: 'trust.document_unreadable'; readonly step?: never }>
>;

/** Several times what the largest BLOB that is taken needs. */
const HEAP_MB_MAX = 1024;
const TIME_MS_MAX = 60_000;

export type ReaderTask = { readonly jwt: string; readonly settings: BlobSettings };
export type ReaderAnswer = Result<MetadataReading, BlobRefusal>;

/**
 * Verifies a metadata BLOB in a thread of its own: ten megabytes take a sixth of a second, in which nobody could sign in.
 * A thread that takes too long or too much is ended, and nothing else with it.
 */
export const readMetadataInThread: ReadMetadata = (jwt, settings) =>
  new Promise((resolve) => {
    const task: ReaderTask = { jwt, settings };
    const worker = new Worker(new URL('./metadata-reader-thread.ts', import.meta.url), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    });
    const giveUp = (): void => {
      clearTimeout(patience);
      resolve({ ok: false, error: { code: 'trust.document_unreadable' } });
    };
    const patience = setTimeout(() => void worker.terminate(), TIME_MS_MAX);
    worker.once('message', (answer: ReaderAnswer) => {
      clearTimeout(patience);
      resolve(answer);
    });
    worker.once('error', giveUp);
    // After a message this changes nothing any more.
    worker.once('exit', giveUp);
  });

/** The same in this thread, for commands that do nothing else meanwhile. */
export function readMetadataHere({ jwt, settings }: ReaderTask): ReaderAnswer {
  const verified = verifyBlob(jwt, settings);
  return verified.ok ? { ok: true, value: readingOf(verified.value) } : verified;
}
