import { createRouter } from '@tanstack/react-router';
import { accountRoutes } from './account/routes.tsx';
import { rootRoute, signedInRoute } from './app/routes.ts';
import { consoleRoutes } from './console/routes.tsx';
import { enrolRoutes } from './enrol/routes.tsx';

/** Every address of the application. The console's screens are fetched when they are first shown. */
export function makeRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([...enrolRoutes, signedInRoute.addChildren([accountRoutes, consoleRoutes])]),
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
