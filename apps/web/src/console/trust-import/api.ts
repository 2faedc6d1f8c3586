import type { Api } from '@holdfast/server/contract';
import { call } from '../../api/client.ts';

export type Imported = Api['POST /api/v1/trust/import']['answer']['documents'][number];

export type ImportWish = { readonly text: string; readonly name: string; readonly evenIfEmptier: boolean };

/** What a file would change. Changes nothing. */
export const previewImport = (wish: ImportWish) =>
  call('POST /api/v1/trust/import', { body: { ...wish, dryRun: true } });

export const importTrust = (wish: ImportWish) => call('POST /api/v1/trust/import', { body: wish });
