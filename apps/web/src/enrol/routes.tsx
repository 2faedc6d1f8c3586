import { createRoute } from '@tanstack/react-router';
import { PageLost } from '../app/page-lost.tsx';
import { rootRoute } from '../app/routes.ts';

export const enrolRoutes = createRoute({ getParentRoute: () => rootRoute, path: '/enrol/$token', component: PageLost });
