import type { Api } from '@holdfast/server/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export type ModelPage = Api['GET /api/v1/trust/models/:key']['answer'];
export type Report = ModelPage['reports'][number];

export const modelQuery = (key: string) =>
  queryOptions({
    queryKey: ['console', 'trust', 'model', key],
    queryFn: ({ signal }) => call('GET /api/v1/trust/models/:key', { params: { key }, signal }),
  });
