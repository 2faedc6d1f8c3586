import { isUtf8 } from 'node:buffer';
import { err, ok, type Result, refuse } from '@holdfast/kernel';
import type { WebauthnRefusal } from './step.ts';
import { isRecord, member } from './untrusted-json.ts';

/** WebAuthn L3 §5.8.1 `CollectedClientData`, as far as anything depends on it. Other members come and go between browsers. */
export type ClientData = {
  readonly type: string;
  readonly challenge: string;
  readonly origin: string;
  readonly crossOrigin: boolean;
  readonly topOrigin: string | null;
};

export const CLIENT_DATA_BYTES_MAX = 16_384;

const BYTE_ORDER_MARK = 0xfeff;
const character = {
  quote: 0x22,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

const malformed = (reason: string) => err(refuse('webauthn.client_data_malformed', { reason }));

/** L3 §7.1 step 5: UTF-8 decode strips a byte order mark; unlike the standard's algorithm, bad bytes are refused, not replaced. */
export function decodeClientDataText(bytes: Uint8Array): Result<string, WebauthnRefusal> {
  if (!isUtf8(bytes)) return err(refuse('webauthn.client_data_not_utf8'));
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  return ok(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
}

/** L3 §7.1 step 6. */
export function parseClientData(text: string): Result<ClientData, WebauthnRefusal> {
  const parsed = parseJson(text);
  if (!isRecord(parsed)) return malformed('not a JSON object');
  if (countMembers(text) !== Object.keys(parsed).length) return malformed('a member twice');

  const [type, challenge, origin] = [member(parsed, 'type'), member(parsed, 'challenge'), member(parsed, 'origin')];
  const crossOrigin = member(parsed, 'crossOrigin') ?? false;
  const topOrigin = member(parsed, 'topOrigin') ?? null;
  if (typeof type !== 'string') return malformed('type');
  if (typeof challenge !== 'string') return malformed('challenge');
  if (typeof origin !== 'string') return malformed('origin');
  if (typeof crossOrigin !== 'boolean') return malformed('crossOrigin');
  if (topOrigin !== null && typeof topOrigin !== 'string') return malformed('topOrigin');
  return ok({ type, challenge, origin, crossOrigin, topOrigin });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * How many members the outermost object has as it is written. Parsers keep one of two members of one name, and disagree about which, so
 * that one signature could mean two things. Expects valid JSON, where a colon outside of a string follows a name.
 */
function countMembers(json: string): number {
  let [depth, members, inString] = [0, 0, false];
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === character.quote) inString = !inString;
    else if (inString) at += code === character.backslash ? 1 : 0;
    else if (code === character.openBrace || code === character.openBracket) depth += 1;
    else if (code === character.closeBrace || code === character.closeBracket) depth -= 1;
    else if (code === character.colon && depth === 1) members += 1;
  }
  return members;
}
