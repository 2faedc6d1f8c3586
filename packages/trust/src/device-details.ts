import type { Instant } from '@holdfast/kernel';
import type { AndroidAuthorizations, AndroidKeyDetails, AttestationDetails, TpmDetails } from '@holdfast/webauthn';
import type { AndroidAssessment, TpmAssessment } from './assessment.ts';
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
