import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import { createElement } from 'react';
import { SignedInGate } from '../session/signed-in.tsx';
import { PageLost } from './page-lost.tsx';

/** The root of every route of the application. */
export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: PageLost });

/** What only people who are signed in see: the account and the console hang below it. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: () => createElement(SignedInGate, null, createElement(Outlet)),
});
