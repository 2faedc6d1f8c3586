import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../app/routes.ts';
import { AccountShell } from './account-shell.tsx';

const accountRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/account', component: AccountShell });

const passkeys = createRoute({
  getParentRoute: () => accountRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./passkeys/screen.tsx'), 'PasskeysScreen'),
});
const sessions = createRoute({
  getParentRoute: () => accountRoute,
  path: '/sessions',
  component: lazyRouteComponent(() => import('./sessions/screen.tsx'), 'SessionsScreen'),
});
const activity = createRoute({
  getParentRoute: () => accountRoute,
  path: '/activity',
  component: lazyRouteComponent(() => import('./activity/screen.tsx'), 'ActivityScreen'),
});

/** A person's own pages. */
export const accountRoutes = accountRoute.addChildren([passkeys, sessions, activity]);
