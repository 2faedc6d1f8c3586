import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import type { Role } from '../people/model.ts';
import type { UpdateBody } from './model.ts';

const EVENTS_SHOWN = 12;
const PASSKEYS_SHOWN = 100;
const params = (personId: string) => ({ params: { personId } });

export const personQuery = (personId: string) =>
  queryOptions({
    queryKey: ['console', 'person', personId],
    queryFn: ({ signal }) => call('GET /api/v1/people/:personId', { ...params(personId), signal }),
  });

export const passkeysOfQuery = (personId: string) =>
  queryOptions({
    queryKey: ['console', 'person', personId, 'passkeys'],
    queryFn: ({ signal }) =>
      call('GET /api/v1/credentials', { query: { q: `person:${personId}`, limit: PASSKEYS_SHOWN }, signal }),
  });

export const eventsOfQuery = (personId: string) =>
  queryOptions({
    queryKey: ['console', 'person', personId, 'events'],
    queryFn: ({ signal }) =>
      call('GET /api/v1/events', { query: { q: `person:${personId}`, limit: EVENTS_SHOWN }, signal }),
  });

export const updatePerson = (personId: string, body: UpdateBody) =>
  call('PATCH /api/v1/people/:personId', { ...params(personId), body });
export const setRoles = (personId: string, chosen: readonly Role[]) =>
  call('PUT /api/v1/people/:personId/roles', { ...params(personId), body: { roles: [...chosen] } });
export const disablePerson = (personId: string, reason: string) =>
  call('POST /api/v1/people/:personId/disable', { ...params(personId), body: { reason } });
export const enablePerson = (personId: string) => call('POST /api/v1/people/:personId/enable', params(personId));
export const endSessions = (personId: string) => call('POST /api/v1/people/:personId/sessions/end', params(personId));
export const invitePerson = (personId: string) => call('POST /api/v1/people/:personId/invitations', params(personId));
