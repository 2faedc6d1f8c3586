import {
  type MetadataStatement,
  type MultiDeviceCredentialSupport,
  multiDeviceCredentialSupports,
  protocolFamilies,
} from './entry.ts';
import { certificateText, type Place, readCount, readList, readText, readWords, words } from './read-members.ts';
import { isObject, type JsonObject, member } from './untrusted-json.ts';

const ICON_CHARS_MAX = 65_536;
const ROOTS_MAX = 256;
const ALTERNATIVES_MAX = 64;
const iconPattern = /^data:image\/(?:png|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/;

/** FIDO Metadata Statement 3.1.1 §4. A member that cannot be read is left out and noted; unknown members mean nothing. */
export function readStatement(place: Place): MetadataStatement {
  return {
    description: readText(place, 'description'),
    protocolFamily: readFamily(place),
    authenticatorVersion: readCount(place, 'authenticatorVersion'),
    attestationTypes: readWords(place, 'attestationTypes'),
    keyProtection: readWords(place, 'keyProtection'),
    matcherProtection: readWords(place, 'matcherProtection'),
    attachmentHint: readWords(place, 'attachmentHint'),
    userVerificationDetails: readVerification(place),
    multiDeviceCredentialSupport: readMultiDevice(place),
    keyScope: readText(place, 'keyScope'),
    attestationRootCertificates: readRoots(place),
    icon: readIcon(place),
  };
}

function readFamily(place: Place): MetadataStatement['protocolFamily'] {
  const text = readText(place, 'protocolFamily');
  const family = protocolFamilies.find((known) => known === text) ?? null;
  if (text !== null && family === null) place.note(`${place.path}protocolFamily`, 'is not a known family');
  return family;
}

/** Absent means that keys stay inside. Anything that is not understood must not mean that: it is read as the worst. */
function readMultiDevice({ object, path, note }: Place): MultiDeviceCredentialSupport {
  const value = member(object, 'multiDeviceCredentialSupport');
  if (value === undefined || value === null) return 'unsupported';
  const support = multiDeviceCredentialSupports.find((known) => known === value);
  if (support !== undefined) return support;
  note(`${path}multiDeviceCredentialSupport`, 'is not a known value and is read as "implicit"');
  return 'implicit';
}

function readVerification(place: Place): readonly (readonly string[])[] {
  const name = `${place.path}userVerificationDetails`;
  const alternatives = readList(place, 'userVerificationDetails', ALTERNATIVES_MAX) ?? [];
  return alternatives.flatMap((alternative, index) => {
    const path = `${name}[${index}]`;
    if (!Array.isArray(alternative) || alternative.length > ALTERNATIVES_MAX) {
      place.note(path, 'is not a list of methods');
      return [];
    }
    const methods = alternative.map((method: unknown) => (isObject(method) ? methodOf(method) : null));
    return [words(methods, path, place.note)];
  });
}

/** Drafts of version 3 called the member `userVerification`, and statements that were written then are about. */
function methodOf(descriptor: JsonObject): unknown {
  return member(descriptor, 'userVerificationMethod') ?? member(descriptor, 'userVerification');
}

function readRoots(place: Place): readonly string[] {
  const roots = readList(place, 'attestationRootCertificates', ROOTS_MAX) ?? [];
  const readable = roots.flatMap((root, index) => {
    const text = certificateText(root);
    if (text === null) place.note(`${place.path}attestationRootCertificates[${index}]`, 'is not a certificate');
    return text === null ? [] : [text];
  });
  return [...new Set(readable)];
}

function readIcon(place: Place): string | null {
  const icon = readText(place, 'icon', ICON_CHARS_MAX);
  if (icon === null || iconPattern.test(icon)) return icon;
  place.note(`${place.path}icon`, 'is not a data URL of a PNG or SVG picture');
  return null;
}
