/** Roles a person can hold in the console. A person without a role only has an account. */
export const roles = ['owner', 'administrator', 'help_desk', 'approver', 'auditor'] as const;
export type Role = (typeof roles)[number];

export const permissions = [
  'overview:read',
  'people:read',
  'people:write',
  'people:disable',
  'roles:write',
  'groups:read',
  'groups:write',
  'invitations:read',
  'invitations:write',
  'credentials:read',
  'credentials:revoke',
  'credentials:quarantine',
  'sessions:end',
  'policy:read',
  'policy:write',
  'policy:approve',
  'trust:read',
  'trust:write',
  'events:read',
] as const;
export type Permission = (typeof permissions)[number];

const reading = [
  'overview:read',
  'people:read',
  'groups:read',
  'invitations:read',
  'credentials:read',
  'policy:read',
  'trust:read',
] as const satisfies readonly Permission[];

/**
 * What each role may do. Only an owner changes roles or touches another owner or administrator; help-desk never changes
 * who gets in; approvers decide what needs a second person and otherwise only look; auditors see everything and change nothing.
 */
export const rolePermissions: Readonly<Record<Role, readonly Permission[]>> = {
  owner: permissions,
  administrator: permissions.filter((permission) => permission !== 'roles:write'),
  help_desk: ['overview:read', 'people:read', 'groups:read', 'credentials:read', 'invitations:read'],
  approver: ['overview:read', 'people:read', 'groups:read', 'policy:read', 'policy:approve'],
  auditor: [...reading, 'events:read'],
};

/** Who may call an endpoint: anybody, anybody signed in (their own things), or holders of a permission. */
export type Access = 'public' | 'signed-in' | Permission;

export function permissionsOf(held: readonly Role[]): ReadonlySet<Permission> {
  return new Set(held.flatMap((role) => rolePermissions[role]));
}

/** The roles that include a permission. */
export function rolesWith(permission: Permission): readonly Role[] {
  return roles.filter((role) => rolePermissions[role].includes(permission));
}
