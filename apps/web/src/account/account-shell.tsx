import { Box, Group, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Mark } from '../design/mark.tsx';
import { TitlePlace } from '../design/page-title.ts';
import { SchemeSwitch } from '../design/scheme-switch.tsx';
import { SignOutButton } from '../session/sign-out-button.tsx';
import { useSignedIn } from '../session/signed-in.tsx';
import { accountWords as words } from '../words/account.ts';
import { sessionWords } from '../words/session.ts';
import classes from './account-shell.module.css';

const areas = [
  { to: '/account', label: words('passkeys'), exact: true },
  { to: '/account/sessions', label: words('sessions'), exact: false },
  { to: '/account/activity', label: words('activity'), exact: false },
] as const;

/** The frame of a person's own pages: who, where, and the way out. */
export function AccountShell(): ReactNode {
  const { organisation, person, roles } = useSignedIn();
  return (
    <>
      <a href="#content" className={classes['skip']}>
        {sessionWords('skip')}
      </a>
      <header className={classes['header']}>
        <Group className={classes['bar'] ?? ''} gap="sm" wrap="nowrap">
          <Mark />
          <Box miw={0} flex={1}>
            <Text fw={600} truncate>
              {organisation.name}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {person.displayName}
            </Text>
          </Box>
          <SchemeSwitch />
          <SignOutButton />
        </Group>
        <nav aria-label={words('areas')} className={classes['tabs']}>
          {areas.map(({ to, label, exact }) => (
            <Link key={to} to={to} activeOptions={{ exact }} className={classes['tab'] ?? ''}>
              {label}
            </Link>
          ))}
          {roles.length > 0 && (
            <Link to="/console" className={classes['elsewhere'] ?? ''}>
              {sessionWords('console')}
              <IconArrowRight size={16} aria-hidden="true" />
            </Link>
          )}
        </nav>
      </header>
      <main id="content" tabIndex={-1} className={classes['content']}>
        <TitlePlace value={[sessionWords('account'), organisation.name]}>
          <Outlet />
        </TitlePlace>
      </main>
    </>
  );
}
