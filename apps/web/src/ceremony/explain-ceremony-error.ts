import { ApiError, unreachable, unreadable } from '../api/client.ts';
import { ceremonyWords as words } from '../words/ceremony.ts';

/** What the person was doing. */
export type Situation = 'sign_in' | 'create' | 'confirm';

export type Explanation = {
  /** `quiet`: nothing is wrong, somebody changed their mind. `nothing`: the page itself ended it; say nothing. */
  readonly tone: 'nothing' | 'quiet' | 'bad';
  readonly title: string;
  readonly what: string;
  /** What to do next; absent where the server's own sentence says it. */
  readonly next?: string;
  readonly requestId?: string;
};

/** Why a ceremony cannot even start, found before the browser was asked. */
export class CeremonyUnavailable extends Error {
  override readonly name: 'unsupported' | 'insecure';
  constructor(name: 'unsupported' | 'insecure') {
    super(name);
    this.name = name;
  }
}

/** Product.md A10: each DOMException in each situation, and each refusal, as a sentence and what to do. Never a bare name. */
export function explainCeremonyError(situation: Situation, error: unknown): Explanation {
  if (error instanceof ApiError) return explainRefusal(situation, error);
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  switch (name) {
    case 'AbortError':
      return { tone: 'nothing', title: '', what: '' };
    case 'NotAllowedError':
    case 'TimeoutError':
      return dismissed(situation);
    case 'InvalidStateError':
      return situation === 'create' ? say('create_exists') : say('get_state');
    case 'NotSupportedError':
      return situation === 'create' ? say('create_not_supported') : say('authenticator');
    case 'ConstraintError':
      return situation === 'create' ? say('create_constraint') : say('authenticator');
    case 'SecurityError':
      return say('security');
    case 'OperationError':
      return say('pending');
    case 'UnknownError':
    case 'NotReadableError':
    case 'DataError':
    case 'EncodingError':
      return say('authenticator');
    case 'unsupported':
    case 'insecure':
      return say(name);
    default:
      return say('unexpected');
  }
}

type Said =
  | 'create_exists'
  | 'get_state'
  | 'create_not_supported'
  | 'create_constraint'
  | 'security'
  | 'pending'
  | 'authenticator'
  | 'unsupported'
  | 'insecure'
  | 'unexpected';

function say(key: Said): Explanation {
  return { tone: 'bad', title: words(key), what: words(`${key}_what`), next: words(`${key}_next`) };
}

/** Closing the dialog, a time-out and "no passkey here" cannot be told apart: browsers hide the difference on purpose. */
function dismissed(situation: Situation): Explanation {
  return {
    tone: 'quiet',
    title: words(`${situation}_dismissed`),
    what: words(`${situation}_dismissed_what`),
    next: words(`${situation}_dismissed_next`),
  };
}

function explainRefusal(situation: Situation, error: ApiError): Explanation {
  const reference = error.requestId === undefined ? {} : { requestId: error.requestId };
  const said = { tone: 'bad', what: error.message, ...reference } as const;
  if (error.name === unreachable) return { ...said, title: words('unreachable') };
  if (error.status === 429) return { ...said, title: words('too_many'), next: words('too_many_next') };
  if (error.status >= 500 || error.name === unreadable) {
    return { ...said, title: words('server'), next: words('server_next') };
  }
  if (error.name === 'ceremony_expired') return { ...said, tone: 'quiet', title: words('too_late') };
  if (newDevice.has(error.name)) return { ...said, title: words('new_device') };
  if (situation !== 'create' && setAside.has(error.name)) return { ...said, title: words('set_aside') };
  const title = words(`${situation}_refused`);
  return situation === 'create' && askAnother.has(error.name)
    ? { ...said, title, next: words('create_refused_next') }
    : { ...said, title };
}

/** Refusals because of the device that a synced passkey was used on. */
const newDevice: ReadonlySet<string> = new Set(['new_device_unconfirmed', 'new_device_refused']);

/** The signature holds, but rules or an alarm speak against the passkey: the server says why, which one works, and what to do. */
const setAside: ReadonlySet<string> = new Set(['passkey_set_aside', 'passkey_not_allowed']);

/** Refusals of one passkey that another passkey may pass; for all others the server's sentence says what to do. */
const askAnother: ReadonlySet<string> = new Set([
  'passkey_not_allowed',
  'authenticator_unsupported',
  'user_verification_required',
  'passkey_exists',
]);

/** Whether trying again makes sense only with another device, key or password manager. */
export function needsAnotherPasskey(error: unknown): boolean {
  return error instanceof ApiError && askAnother.has(error.name);
}
