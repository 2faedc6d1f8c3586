import { Anchor, Box, Burger, Drawer, Group, Text } from '@mantine/core';
import { useDisclosure, useLocalStorage } from '@mantine/hooks';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { Mark } from '../../design/mark.tsx';
import { TitlePlace } from '../../design/page-title.ts';
import { SchemeSwitch } from '../../design/scheme-switch.tsx';
import { SignOutButton } from '../../session/sign-out-button.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { words } from '../words.ts';
import { AreaClosed, NoRole, PageNotFound } from './closed.tsx';
import { accessTo, areasFor, roleNames } from './model.ts';
import { Navigation } from './navigation.tsx';
import classes from './shell.module.css';

/** The console's frame: areas on the left, who is reading and the way out at the top, one page in the middle. */
export function ConsoleShell(): ReactNode {
  const { permissions } = useSignedIn();
  const [collapsed, setCollapsed] = useLocalStorage({
    key: 'holdfast-console-navigation-collapsed',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [opened, drawer] = useDisclosure(false);
  const areas = areasFor(permissions);
  return (
    <div className={classes['frame']} data-collapsed={collapsed}>
      <a href="#content" className={classes['skip']}>
        {words('shell.skip')}
      </a>
      <TopBar menuOpened={opened} onMenu={drawer.toggle} />
      <aside className={classes['side']}>
        <Navigation areas={areas} collapsed={collapsed} onCollapse={setCollapsed} />
      </aside>
      <Drawer
        opened={opened}
        onClose={drawer.close}
        size={280}
        title={words('shell.console')}
        closeButtonProps={{ 'aria-label': words('shell.closeNavigation') }}
      >
        <Navigation areas={areas} onFollow={drawer.close} />
        <Box mt="lg">
          <ReaderBox />
        </Box>
      </Drawer>
      <Content />
    </div>
  );
}

function TopBar({ menuOpened, onMenu }: { menuOpened: boolean; onMenu: () => void }): ReactNode {
  const { organisation } = useSignedIn();
  return (
    <header className={classes['top']}>
      <Burger
        hiddenFrom="sm"
        size="sm"
        opened={menuOpened}
        onClick={onMenu}
        aria-label={words('shell.openNavigation')}
        aria-expanded={menuOpened}
      />
      <Mark />
      <Box miw={0} flex={1}>
        <Text fw={600} truncate>
          {organisation.name}
        </Text>
        <Text size="xs" c="dimmed">
          {words('shell.console')}
        </Text>
      </Box>
      <SchemeSwitch />
      <Box visibleFrom="sm">
        <ReaderBox inline />
      </Box>
    </header>
  );
}

/** Who is reading, the way to their own account, and the way out. */
function ReaderBox({ inline = false }: { inline?: boolean }): ReactNode {
  const { person, roles } = useSignedIn();
  return (
    <Group gap="md" wrap={inline ? 'nowrap' : 'wrap'}>
      <Box miw={0} maw={240} {...(inline && { ta: 'right' as const })}>
        <Text size="sm" truncate>
          {person.displayName}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {roleNames(roles).join(', ')}
        </Text>
      </Box>
      <Anchor component={Link} to="/account">
        {words('shell.account')}
      </Anchor>
      <SignOutButton />
    </Group>
  );
}

/** The page, or why there is none. Takes the focus after each step, as a page load would. */
function Content(): ReactNode {
  const { permissions, roles, organisation } = useSignedIn();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <main id="content" ref={main} tabIndex={-1} className={classes['content']}>
      <TitlePlace value={[words('shell.console'), organisation.name]}>
        <Allowed access={accessTo(pathname, permissions)} roles={roleNames(roles)} />
      </TitlePlace>
    </main>
  );
}

function Allowed({ access, roles }: { access: ReturnType<typeof accessTo>; roles: readonly string[] }): ReactNode {
  switch (access) {
    case 'open':
      return <Outlet />;
    case 'no-role':
      return <NoRole />;
    case 'closed':
      return <AreaClosed roles={roles} />;
    case 'not-found':
      return <PageNotFound />;
  }
}
