/** What stands in the address once the token has been taken out of it: short, so that it can never be a token. */
export const placeOfToken = 'invitation';
const storageKey = 'holdfast.invitation';
const tokenShape = /^[A-Za-z0-9_-]{20,128}$/;

export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * The token of this tab: from the address on the first visit, from the tab's storage after that, so that it leaves the
 * address bar (and history, and screenshots) at once and a reload still works.
 */
export function takeToken(fromAddress: string, storage: TabStorage): string | undefined {
  if (fromAddress !== placeOfToken) {
    if (!tokenShape.test(fromAddress)) return undefined;
    keep(storage, fromAddress);
    return fromAddress;
  }
  return kept(storage);
}

/** After use the token is worthless, but it is not left lying about. */
export function dropToken(storage: TabStorage): void {
  try {
    storage.removeItem(storageKey);
  } catch {
    // Storage that is closed to pages holds nothing.
  }
}

function keep(storage: TabStorage, token: string): void {
  try {
    storage.setItem(storageKey, token);
  } catch {
    // Without storage the page works until it is reloaded; then the link has to be opened again.
  }
}

function kept(storage: TabStorage): string | undefined {
  try {
    return storage.getItem(storageKey) ?? undefined;
  } catch {
    return undefined;
  }
}
