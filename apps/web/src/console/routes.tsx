import { createRoute, Outlet } from '@tanstack/react-router';
import { signedInRoute } from '../app/routes.ts';

/** The console's routes. Screens hang below it, each fetched when it is first shown. */
export const consoleRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/console', component: Outlet });

export const consoleRoutes = consoleRoute;
