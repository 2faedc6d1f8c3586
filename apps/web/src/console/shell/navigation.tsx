import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import {
  IconFileSearch,
  IconFileText,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconMail,
  IconShieldCheck,
  IconUser,
  IconUsersGroup,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { words } from '../words.ts';
import type { Area } from './model.ts';
import classes from './shell.module.css';

const icons = {
  overview: IconLayoutDashboard,
  people: IconUser,
  groups: IconUsersGroup,
  invitations: IconMail,
  credentials: IconKey,
  policy: IconFileText,
  trust: IconShieldCheck,
  events: IconHistory,
  inspect: IconFileSearch,
} as const;

export type NavigationProps = {
  readonly areas: readonly Area[];
  readonly collapsed?: boolean;
  readonly onCollapse?: (collapsed: boolean) => void;
  readonly onFollow?: () => void;
};

/** The areas that the reader may open; as names, or as icons with their names on hover and focus. */
export function Navigation({ areas, collapsed = false, onCollapse, onFollow }: NavigationProps): ReactNode {
  return (
    <nav aria-label={words('shell.navigation')} className={classes['navigation']}>
      <ul className={classes['areas']}>
        {areas.map((area) => (
          <li key={area.id}>
            <AreaLink area={area} collapsed={collapsed} onFollow={onFollow} />
          </li>
        ))}
      </ul>
      {onCollapse !== undefined && <CollapseButton collapsed={collapsed} onCollapse={onCollapse} />}
    </nav>
  );
}

function AreaLink(props: { area: Area; collapsed: boolean; onFollow: (() => void) | undefined }): ReactNode {
  const { area, collapsed, onFollow } = props;
  const Icon = icons[area.id];
  const name = words(`shell.areas.${area.id}`);
  return (
    <Tooltip label={name} position="right" withinPortal={false} disabled={!collapsed}>
      <Link
        to={area.path}
        activeOptions={{ exact: area.id === 'overview', includeSearch: false }}
        className={classes['area'] ?? ''}
        onClick={() => onFollow?.()}
      >
        <Icon size={18} aria-hidden="true" />
        {collapsed ? <VisuallyHidden>{name}</VisuallyHidden> : name}
      </Link>
    </Tooltip>
  );
}

function CollapseButton({
  collapsed,
  onCollapse,
}: {
  collapsed: boolean;
  onCollapse: (to: boolean) => void;
}): ReactNode {
  const Icon = collapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const name = collapsed ? words('shell.expand') : words('shell.collapse');
  return (
    <Tooltip label={name} position="right" withinPortal={false} disabled={!collapsed}>
      <UnstyledButton className={classes['area'] ?? ''} onClick={() => onCollapse(!collapsed)}>
        <Icon size={18} aria-hidden="true" />
        {collapsed ? <VisuallyHidden>{name}</VisuallyHidden> : name}
      </UnstyledButton>
    </Tooltip>
  );
}
