import { useBlocker } from '@tanstack/react-router';
import { isGoingToSignIn } from '../../session/go-to-sign-in.ts';
import { words } from '../words.ts';

/** Asks before changes are lost: on following a link, going back, reloading or closing. */
export function useUnsaved(unsaved: boolean): void {
  useBlocker({
    shouldBlockFn: () => unsaved && !window.confirm(words('acts.unsaved')),
    enableBeforeUnload: () => unsaved,
    disabled: !unsaved,
  });
}

/** For what is kept in the tab: asks only before the tab is closed or reloaded, not when the session has ended. */
export function useLeaving(unsaved: boolean): void {
  useBlocker({
    shouldBlockFn: () => false,
    enableBeforeUnload: () => unsaved && !isGoingToSignIn(),
    disabled: !unsaved,
  });
}
