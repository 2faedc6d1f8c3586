import { signInAddress } from './sign-in-address.ts';

/** How long a browser may take to leave; after it the person has chosen to stay. */
const LEAVING_MS = 5000;
let isLeaving = false;

/** Leads to the sign-in page, once, however many answers say that the session has ended. */
export function goToSignIn(how: 'assign' | 'replace'): void {
  if (isLeaving) return;
  isLeaving = true;
  setTimeout(() => {
    isLeaving = false;
  }, LEAVING_MS);
  window.location[how](signInAddress(window.location));
}

/** Whether the page is being left because the session has ended: whatever is kept in the tab will be there afterwards. */
export function isGoingToSignIn(): boolean {
  return isLeaving;
}
