import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../app/routes.ts';

/** Enrolment by invitation; nobody is signed in yet. */
export const enrolRoutes = createRoute({
  getParentRoute: () => rootRoute,
  path: '/enrol/$token',
  component: lazyRouteComponent(() => import('./screen.tsx'), 'EnrolScreen'),
});
