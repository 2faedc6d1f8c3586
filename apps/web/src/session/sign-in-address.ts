/** Where a page goes when nobody is signed in: the sign-in page, which comes back afterwards. */
export function signInAddress(from: { pathname: string; search: string }): string {
  return `/?next=${encodeURIComponent(from.pathname + from.search)}`;
}

/**
 * Where to go after a sign-in. `asked` comes from the address bar, so anybody can have written it: only a path into the
 * account or the console of our own origin is followed, judged after the browser's own parsing, not by its spelling.
 */
export function afterSignIn(asked: string | null, otherwise: string, origin: string): string {
  if (asked === null || !URL.canParse(asked, origin)) return otherwise;
  const url = new URL(asked, origin);
  const inside = /^\/(account|console)(\/|$)/.test(url.pathname);
  return url.origin === origin && inside ? url.pathname + url.search : otherwise;
}
