import type { Instant } from '@holdfast/kernel';
import type { AndroidAuthorizations, AndroidKeyDetails, AttestationDetails, TpmDetails } from '@holdfast/webauthn';
import type { AndroidAssessment, AssessmentReason, TpmAssessment } from './assessment.ts';
import { monthOf } from './judging-digest.ts';

/**
 * What the key description says about a phone. What only the hardware can know counts only where the hardware says it: boot state and
 * lock stand in its list or nowhere.
 *
 * @param at the time of registration.
 */
export function androidDetails(details: AttestationDetails | null, at: Instant): AndroidAssessment | null {
  if (details?.format !== 'android-key') return null;
  const { hardwareEnforced, softwareEnforced } = details;
  const root = hardwareEnforced.rootOfTrust;
  const osPatchLevel = patchLevel(hardwareEnforced) ?? patchLevel(softwareEnforced);
  return {
    attestationSecurityLevel: details.attestationSecurityLevel,
    keySecurityLevel: keySecurityLevel(details),
    verifiedBoot: root?.verifiedBootState === 'verified' && root.deviceLocked,
    verifiedBootState: root?.verifiedBootState ?? null,
    deviceLocked: root?.deviceLocked ?? null,
    osPatchLevel,
    patchAgeMonths: osPatchLevel === null ? null : monthsBetween(osPatchLevel, monthOf(at)),
    packages: (softwareEnforced.applicationId ?? hardwareEnforced.applicationId)?.packages ?? [],
  };
}

export function tpmDetails(details: AttestationDetails | null): TpmAssessment | null {
  if (details?.format !== 'tpm') return null;
  const { manufacturer, manufacturerName, model }: TpmDetails = details;
  return { manufacturer, manufacturerName, model };
}

/** A key whose origin the hardware does not vouch for is one of the operating system, whatever made the description. */
function keySecurityLevel({ keymasterSecurityLevel, hardwareEnforced }: AndroidKeyDetails) {
  return hardwareEnforced.origin === 'generated' ? keymasterSecurityLevel : 'software';
}

/** YYYYMM; whatever is not a month is none. */
function patchLevel({ osPatchLevel }: AndroidAuthorizations): number | null {
  if (osPatchLevel === null || osPatchLevel < 201_501 || osPatchLevel > 999_912) return null;
  const month = osPatchLevel % 100;
  return month >= 1 && month <= 12 ? osPatchLevel : null;
}

/** Between two YYYYMM; below zero where the first is later. */
function monthsBetween(from: number, to: number): number {
  const months = (yearMonth: number) => Math.floor(yearMonth / 100) * 12 + (yearMonth % 100);
  return months(to) - months(from);
}

/**
 * What the statement tells about the device, in sentences.
 *
 * @param isAttested somebody who is trusted signed it; otherwise all of it is a claim.
 */
export function deviceReasons(
  details: AttestationDetails | null,
  android: AndroidAssessment | null,
  isAttested: boolean,
): readonly AssessmentReason[] {
  const trusted = isAttested ? [] : [claimOnly];
  if (details?.format === 'android-key' && android !== null) return [...androidReasons(details, android), ...trusted];
  if (details?.format === 'tpm') return [tpmReason(details), ...trusted];
  if (details?.format === 'apple') {
    const text = 'Apple made the certificate for this one key, and names neither device nor model in it.';
    return [reason('trust.device_apple', text), ...trusted];
  }
  return [reason('trust.device_untold', 'The statement tells nothing about the device that the key is in.')];
}

const claimOnly = reason(
  'trust.device_claimed',
  'Nobody trusted signed this description of the device, so that it is only what the client said.',
);

function androidReasons(
  { attestationVersion, hardwareEnforced, softwareEnforced }: AndroidKeyDetails,
  android: AndroidAssessment,
): readonly AssessmentReason[] {
  const { attestationSecurityLevel, keySecurityLevel, osPatchLevel, patchAgeMonths, packages } = android;
  const origin = hardwareEnforced.origin ?? softwareEnforced.origin ?? 'unknown';
  const keeper = hardwareEnforced.origin === null ? 'the operating system' : 'the hardware';
  const boot =
    android.verifiedBootState === null
      ? 'The hardware does not say how the phone was booted.'
      : `The phone was booted ${android.verifiedBootState}, with its boot loader ${android.deviceLocked ? 'locked' : 'unlocked'}.`;
  const patch =
    osPatchLevel === null
      ? 'The description has no patch level.'
      : `The patch level is ${monthText(osPatchLevel)}, ${ageText(patchAgeMonths ?? 0)} at registration.`;
  const owner =
    packages.length === 0
      ? 'The description names no application.'
      : `The key belongs to ${packages.length === 1 ? 'the application' : 'the applications'} ${packages.join(', ')}.`;
  return [
    reason(
      'trust.device_android_key',
      `The key is kept at the level ${keySecurityLevel}, as a description of version ${attestationVersion} and level ${attestationSecurityLevel} says; its origin is "${origin}", says ${keeper}.`,
    ),
    reason(android.verifiedBoot ? 'trust.device_android_boot' : 'trust.device_android_boot_unverified', boot),
    reason('trust.device_android_patch', patch),
    reason('trust.device_android_application', owner),
  ];
}

function monthText(yearMonth: number): string {
  return `${Math.floor(yearMonth / 100)}-${String(yearMonth % 100).padStart(2, '0')}`;
}

function ageText(months: number): string {
  if (months < 0) return 'from the future';
  return months === 1 ? '1 month old' : `${months} months old`;
}

function tpmReason(details: TpmDetails): AssessmentReason {
  const { manufacturer, manufacturerName, model, version, fixedTpm, sensitiveDataOrigin } = details;
  const whose = manufacturerName === null ? manufacturer : `${manufacturerName} (${manufacturer})`;
  const bound = fixedTpm ? 'the key cannot leave it' : 'the key may be moved to another one';
  const made = sensitiveDataOrigin ? 'it made the key itself' : 'the key came from outside';
  return reason(
    'trust.device_tpm',
    `A TPM of ${whose}, model ${model}, version ${version}, certified the key: ${bound}, and ${made}.`,
  );
}

function reason(code: string, text: string): AssessmentReason {
  return { about: 'device', code, text };
}
