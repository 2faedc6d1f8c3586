import { parentPort, workerData } from 'node:worker_threads';
import { type ReaderTask, readHere } from './document-reader.ts';

parentPort?.postMessage(readHere(workerData as ReaderTask));
