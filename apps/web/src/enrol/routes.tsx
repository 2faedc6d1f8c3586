import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../app/routes.ts';

const withInvitation = createRoute({
  getParentRoute: () => rootRoute,
  path: '/enrol/$token',
  component: lazyRouteComponent(() => import('./screen.tsx'), 'EnrolScreen'),
});
const withoutInvitation = createRoute({
  getParentRoute: () => rootRoute,
  path: '/enrol',
  component: lazyRouteComponent(() => import('./screen.tsx'), 'NoInvitation'),
});

/** Enrolment by invitation; nobody is signed in yet. */
export const enrolRoutes = [withInvitation, withoutInvitation] as const;
