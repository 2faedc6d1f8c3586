import type { ResponseJson } from '../ceremony/browser.ts';
import { addWords as words } from '../words/add-passkey.ts';

/** Makers of passkeys that most people know by name, by the AAGUID that they put into every passkey. */
const providers = new Map([
  ['ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4', 'Google Password Manager'],
  ['fbfc3007-154e-4ecc-8c0b-6e020557d7bd', 'iCloud Keychain'],
  ['08987058-cadc-4b81-b6e1-30de50dcbe96', 'Windows Hello'],
  ['9ddd1817-af5a-4672-a2b9-3e3dd95000a9', 'Windows Hello'],
  ['6028b017-b1d4-4c02-b4b3-afcdafc96bb2', 'Windows Hello'],
  ['bada5566-a7aa-401f-bd96-45619a55120d', '1Password'],
  ['d548826e-79b4-db40-a3d8-11116f7e8349', 'Bitwarden'],
  ['531126d6-e717-415c-9320-3d9aa6981239', 'Dashlane'],
  ['fdb141b2-5d84-443e-8a35-4698c205a502', 'KeePassXC'],
]);

/** A name that the person will most likely recognise. It is only a suggestion: nothing is decided by it. */
export function suggestName(response: ResponseJson, userAgent: string, taken: readonly string[] = []): string {
  const provider = providers.get(aaguidOf(response.response['authenticatorData']));
  return unlike(taken, provider ?? words(placeOf(response, userAgent)));
}

type Place =
  | 'suggest_windows'
  | 'suggest_mac'
  | 'suggest_iphone'
  | 'suggest_ipad'
  | 'suggest_android'
  | 'suggest_computer'
  | 'suggest_key'
  | 'suggest_phone'
  | 'suggest_passkey';

function placeOf({ response, authenticatorAttachment }: ResponseJson, userAgent: string): Place {
  const transports = Array.isArray(response['transports']) ? response['transports'] : [];
  if (authenticatorAttachment === 'platform') return thisDevice(userAgent);
  if (transports.includes('hybrid')) return 'suggest_phone';
  if (['usb', 'nfc', 'ble', 'smart-card'].some((transport) => transports.includes(transport))) return 'suggest_key';
  return transports.includes('internal') ? thisDevice(userAgent) : 'suggest_passkey';
}

const systems: readonly (readonly [RegExp, Place])[] = [
  [/iPhone/, 'suggest_iphone'],
  [/iPad/, 'suggest_ipad'],
  [/Android/, 'suggest_android'],
  [/Windows/, 'suggest_windows'],
  [/Macintosh/, 'suggest_mac'],
];

function thisDevice(userAgent: string): Place {
  return systems.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'suggest_computer';
}

/** WebAuthn L3 §6.1 and §6.5.1: the AAGUID follows 37 bytes of hash, flags and counter. Empty when it cannot be read. */
function aaguidOf(authenticatorData: unknown): string {
  if (typeof authenticatorData !== 'string' || authenticatorData.length < 72) return '';
  try {
    const bytes = atob(authenticatorData.replaceAll('-', '+').replaceAll('_', '/'));
    const hex = [...bytes.slice(37, 53)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  } catch {
    return '';
  }
}

function unlike(taken: readonly string[], name: string): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number++) {
    if (!taken.includes(`${name} ${number}`)) return `${name} ${number}`;
  }
}
