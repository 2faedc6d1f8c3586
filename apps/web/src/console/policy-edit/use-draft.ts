import { useEffect, useState } from 'react';
import { type Draft, draftKey, isChanged, newDraft, readDraft, type Start } from './draft.ts';

/** Reads the draft of a person from this tab; null where there is none that differs from what it was started from. */
export function keptDraft(personId: string): Draft | null {
  const draft = readDraft(fromTab(() => sessionStorage.getItem(draftKey(personId))) ?? null);
  return draft !== null && isChanged(draft) ? draft : null;
}

export function forgetDraft(personId: string): void {
  fromTab(() => sessionStorage.removeItem(draftKey(personId)));
}

/** @returns whether the tab took it */
function keepDraft(personId: string, draft: Draft): boolean {
  const isTaken = fromTab(() => {
    sessionStorage.setItem(draftKey(personId), JSON.stringify(draft));
    return true;
  });
  return isTaken ?? false;
}

/** A browser may refuse to keep anything, or have no room. */
function fromTab<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

/** A draft that survives reloading, following a link and the end of the session: it is kept in the tab with every letter. */
export function useDraft(personId: string, start: Start, source: string) {
  const [draft, setDraft] = useState(() => keptDraft(personId) ?? newDraft(start, source));
  const [isKept, setKept] = useState(true);
  useEffect(() => setKept(keepDraft(personId, draft)), [personId, draft]);
  const change = (next: Partial<Pick<Draft, 'source' | 'compared' | 'impact'>>): void =>
    setDraft((known) => ({ ...known, ...next }));
  return { draft, isKept, change };
}
