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

const malformed = (reason: string) => err(refuse('webauthn.client_data_malformed', { reason }));

/** L3 §7.1 step 5: UTF-8 decode strips a byte order mark; unlike the standard's algorithm, bad bytes are refused, not replaced. */
export function decodeClientDataText(bytes: Uint8Array): Result<string, WebauthnRefusal> {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return err(refuse('webauthn.client_data_not_utf8'));
  }
}

/** L3 §7.1 step 6. */
export function parseClientData(text: string): Result<ClientData, WebauthnRefusal> {
  const parsed = parseJson(text);
  if (!isRecord(parsed)) return malformed('not a JSON object');
  const repeated = repeatedName(text);
  if (repeated !== undefined) return malformed(`member ${JSON.stringify(repeated)} twice`);

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
 * The first member name of the outermost object that stands there twice. Parsers disagree about which one counts, so that one
 * signature could mean two things. Expects valid JSON.
 */
function repeatedName(json: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && isName(json, index + token.length)) {
      // Escapes are resolved first: "a" and "\u0061" are one name.
      const name: string = JSON.parse(token);
      if (seen.has(name)) return name;
      seen.add(name);
    }
  }
  return undefined;
}

/** In valid JSON a string is a member name exactly when a colon follows. */
function isName(json: string, end: number): boolean {
  let at = end;
  while (' \t\r\n'.includes(json[at] ?? ':')) at += 1;
  return json[at] === ':';
}
