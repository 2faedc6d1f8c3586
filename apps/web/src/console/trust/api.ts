import type { Api } from '@holdfast/server/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export type Trust = Api['GET /api/v1/trust']['answer'];
export type TrustSource = Trust['sources'][number];
export type TrustDocument = Trust['documents'][number];

export const trustQuery = queryOptions({
  queryKey: ['console', 'trust'],
  queryFn: ({ signal }) => call('GET /api/v1/trust', { signal }),
});

export const refreshSource = (source: TrustSource['name']) =>
  call('POST /api/v1/trust/sources/:source/refresh', { params: { source } });
