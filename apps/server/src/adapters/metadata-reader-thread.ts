import { parentPort, workerData } from 'node:worker_threads';
import { type ReaderTask, readMetadataHere } from './metadata-reader.ts';

parentPort?.postMessage(readMetadataHere(workerData as ReaderTask));
