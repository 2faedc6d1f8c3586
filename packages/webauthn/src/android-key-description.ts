import { contextTag, DerReader, derTags, toBase64url } from '@holdfast/encoding';
import { err, ok, type Result } from '@holdfast/kernel';
import type {
  AndroidApplicationId,
  AndroidAuthorizations,
  AndroidKeyDetails,
  AndroidRootOfTrust,
  AndroidSecurityLevel,
} from './facts.ts';

/** The extension of Android's key attestation, with what a ceremony compares and no fact keeps. */
export type AndroidKeyDescription = {
  readonly challenge: Uint8Array;
  /** The key may be used by every application: in either list. */
  readonly allApplications: boolean;
  readonly details: AndroidKeyDetails;
};

export const KEY_DESCRIPTION_EXTENSION = '1.3.6.1.4.1.11129.2.1.17';

const levels = ['software', 'tee', 'strongbox'] as const satisfies readonly AndroidSecurityLevel[];
const origins = ['generated', 'derived', 'imported', 'unknown', 'securely-imported'] as const;
const bootStates = ['verified', 'self-signed', 'unverified', 'failed'] as const;

/** Tags of AuthorizationList that decisions can depend on; there are many more, and new ones every year. */
const tag = {
  purpose: contextTag(1),
  algorithm: contextTag(2),
  keySize: contextTag(3),
  noAuthRequired: contextTag(503),
  userAuthType: contextTag(504),
  allApplications: contextTag(600),
  origin: contextTag(702),
  rootOfTrust: contextTag(704),
  osVersion: contextTag(705),
  osPatchLevel: contextTag(706),
  attestationApplicationId: contextTag(709),
  vendorPatchLevel: contextTag(718),
  bootPatchLevel: contextTag(719),
} as const;

/**
 * Reads a KeyDescription (source.android.com, "Key and ID attestation"). Devices write some things that DER forbids: TRUE as 0x01,
 * tags out of order, a security level as INTEGER. Those are taken; everything else is strict.
 *
 * @returns on failure the reason.
 */
export function parseKeyDescription(value: Uint8Array): Result<AndroidKeyDescription, string> {
  const reader = new DerReader(value);
  const fields = reader.open(derTags.sequence);
  reader.close();
  const attestationVersion = fields.smallNumber(derTags.integer);
  const attestationSecurityLevel = readLevel(fields);
  const keymasterVersion = fields.smallNumber(derTags.integer);
  const keymasterSecurityLevel = readLevel(fields);
  const challenge = fields.content(fields.item(derTags.octetString));
  fields.item(derTags.octetString);
  const software = readAuthorizations(fields);
  const hardware = readAuthorizations(fields);
  fields.close();
  if (reader.fault !== null) return err(reader.fault);
  return ok({
    challenge,
    allApplications: software.allApplications || hardware.allApplications,
    details: {
      format: 'android-key',
      attestationVersion,
      attestationSecurityLevel,
      keymasterVersion,
      keymasterSecurityLevel,
      softwareEnforced: software.authorizations,
      hardwareEnforced: hardware.authorizations,
    },
  });
}

function readLevel(fields: DerReader): AndroidSecurityLevel {
  const isInteger = fields.peek() === derTags.integer;
  return named(fields, fields.smallNumber(isInteger ? derTags.integer : derTags.enumerated), levels);
}

function readAuthorizations(fields: DerReader): {
  readonly authorizations: AndroidAuthorizations;
  readonly allApplications: boolean;
} {
  const list = fields.open(derTags.sequence);
  const readers = new Map<number, DerReader>();
  while (list.hasMore()) {
    const item = list.any();
    if (readers.has(item.tag)) list.fail('authorization twice');
    readers.set(item.tag, list.inside(item));
  }
  const number = (which: number, type: number = derTags.integer) => {
    const reader = readers.get(which);
    const value = reader?.smallNumber(type) ?? null;
    reader?.close();
    return value;
  };
  const origin = number(tag.origin);
  const authorizations: AndroidAuthorizations = {
    purposes: readNumbers(readers.get(tag.purpose)),
    algorithm: number(tag.algorithm),
    keySize: number(tag.keySize),
    origin: origin === null ? null : named(list, origin, origins),
    noAuthRequired: readers.has(tag.noAuthRequired),
    userAuthType: number(tag.userAuthType),
    rootOfTrust: readRootOfTrust(readers.get(tag.rootOfTrust)),
    osVersion: number(tag.osVersion),
    osPatchLevel: number(tag.osPatchLevel),
    vendorPatchLevel: number(tag.vendorPatchLevel),
    bootPatchLevel: number(tag.bootPatchLevel),
    applicationId: readApplicationId(readers.get(tag.attestationApplicationId)),
  };
  return { authorizations, allApplications: readers.has(tag.allApplications) };
}

/** SET OF INTEGER, in ascending order so that equal devices have equal facts. */
function readNumbers(reader: DerReader | undefined): readonly number[] {
  if (reader === undefined) return [];
  const set = reader.open(derTags.set);
  reader.close();
  const numbers: number[] = [];
  while (set.hasMore()) numbers.push(set.smallNumber(derTags.integer));
  return numbers.sort((a, b) => a - b);
}

/** Before version 3 there is no verifiedBootHash. */
function readRootOfTrust(reader: DerReader | undefined): AndroidRootOfTrust | null {
  if (reader === undefined) return null;
  const fields = reader.open(derTags.sequence);
  reader.close();
  const verifiedBootKey = toBase64url(fields.content(fields.item(derTags.octetString)));
  const deviceLocked = fields.boolean(true);
  const verifiedBootState = named(fields, fields.smallNumber(derTags.enumerated), bootStates);
  const hash = fields.optional(derTags.octetString);
  fields.close();
  const verifiedBootHash = hash === null ? null : toBase64url(fields.content(hash));
  return { verifiedBootKey, deviceLocked, verifiedBootState, verifiedBootHash };
}

/** An OCTET STRING that holds DER again. Versions of packages are left out: they change with every update of an application. */
function readApplicationId(reader: DerReader | undefined): AndroidApplicationId | null {
  if (reader === undefined) return null;
  const wrapped = reader.open(derTags.octetString);
  reader.close();
  const fields = wrapped.open(derTags.sequence);
  wrapped.close();
  const packageInfos = fields.open(derTags.set);
  const digests = fields.open(derTags.set);
  fields.close();
  const packages: string[] = [];
  while (packageInfos.hasMore()) {
    const info = packageInfos.open(derTags.sequence);
    packages.push(Buffer.from(info.content(info.item(derTags.octetString))).toString('utf8'));
    info.smallNumber(derTags.integer);
    info.close();
  }
  const signatureDigests: string[] = [];
  while (digests.hasMore()) signatureDigests.push(toBase64url(digests.content(digests.item(derTags.octetString))));
  return { packages: packages.sort(), signatureDigests: signatureDigests.sort() };
}

function named<Name extends string>(reader: DerReader, value: number, names: readonly [Name, ...Name[]]): Name {
  const name = names[value];
  if (name === undefined) reader.fail(`unknown value ${value}`);
  return name ?? names[0];
}
