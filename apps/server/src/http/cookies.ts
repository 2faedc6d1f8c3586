import type { Instant } from '@holdfast/kernel';

/** `__Host-`: only ours, only over a secure channel, for the whole host (RFC 6265bis §4.1.3.2). */
export const SESSION_COOKIE = '__Host-holdfast_session';
export const CEREMONY_COOKIE = '__Host-holdfast_ceremony';

const attributes = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/**
 * The value of one cookie, null where it is missing, repeated or not base64url of the length that we make.
 * A repeated name is refused rather than guessed at.
 */
export function readCookie(header: string | undefined, name: string): string | null {
  if (header === undefined) return null;
  const values = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? value : null;
}

export function sessionCookie(token: string, at: Instant, endsAt: Instant): string {
  return `${SESSION_COOKIE}=${token}; ${attributes}; Max-Age=${Math.floor((endsAt - at) / 1000)}`;
}

export function endedSessionCookie(): string {
  return `${SESSION_COOKIE}=; ${attributes}; Max-Age=0`;
}

export function ceremonyCookie(id: string): string {
  return `${CEREMONY_COOKIE}=${id}; ${attributes}; Max-Age=86400`;
}
