import type { Api } from '@holdfast/server/contract';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';

export type VersionAnswer = Api['GET /api/v1/policy/versions/:version']['answer'];

export const versionQuery = (version: string) =>
  queryOptions({
    queryKey: ['console', 'policy', 'version', version],
    queryFn: ({ signal }) => call('GET /api/v1/policy/versions/:version', { params: { version }, signal }),
  });
