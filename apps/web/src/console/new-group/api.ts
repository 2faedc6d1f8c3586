import { call } from '../../api/client.ts';

export const createGroup = (name: string, description: string) =>
  call('POST /api/v1/groups', { body: { name, ...(description !== '' && { description }) } });
