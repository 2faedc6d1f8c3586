import type { Permission } from '@holdfast/server/permissions';
import { wordOf } from '../words.ts';

export const areas = [
  { id: 'overview', path: '/console', needs: 'overview:read' },
  { id: 'people', path: '/console/people', needs: 'people:read' },
  { id: 'groups', path: '/console/groups', needs: 'groups:read' },
  { id: 'invitations', path: '/console/invitations', needs: 'invitations:read' },
  { id: 'credentials', path: '/console/credentials', needs: 'credentials:read' },
  { id: 'policy', path: '/console/policy', needs: 'policy:read' },
  { id: 'trust', path: '/console/trust', needs: 'trust:read' },
  { id: 'events', path: '/console/events', needs: 'events:read' },
  { id: 'inspect', path: '/console/inspect', needs: 'credentials:read' },
] as const satisfies readonly { id: string; path: string; needs: Permission }[];
export type Area = (typeof areas)[number];
export type AreaId = Area['id'];

/** The areas that a reader sees. The server decides again on every request; this only hides what would be refused. */
export function areasFor(permissions: readonly string[]): readonly Area[] {
  return areas.filter((area) => permissions.includes(area.needs));
}

/** Which area an address belongs to; undefined where there is none. */
export function areaAt(path: string): Area | undefined {
  const trimmed = path.replace(/\/+$/, '');
  const inner = areas.slice(1).find((area) => trimmed === area.path || trimmed.startsWith(`${area.path}/`));
  return inner ?? (trimmed === '/console' ? areas[0] : undefined);
}

export type Access = 'open' | 'no-role' | 'closed' | 'not-found';

export function accessTo(path: string, permissions: readonly string[]): Access {
  if (permissions.length === 0) return 'no-role';
  const area = areaAt(path);
  if (area === undefined) return 'not-found';
  return permissions.includes(area.needs) ? 'open' : 'closed';
}

/** Where somebody starts who may not see the overview. */
export function firstArea(permissions: readonly string[]): Area | undefined {
  return areasFor(permissions)[0];
}

export function roleNames(roles: readonly string[]): readonly string[] {
  return roles.map(roleName);
}

export function roleName(role: string): string {
  return wordOf('roles', `${role}.name`) ?? role;
}
