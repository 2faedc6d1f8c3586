import { type Assessment, assess } from '@holdfast/trust';
import { type CapturedDevice, capturedPhones, capturedRegistrations } from '../vectors/captured-devices.ts';

/** Prints what every captured device of the third-party collection is judged to be, and with `--reasons` why. */
function main(): void {
  const withReasons = process.argv.includes('--reasons');
  const devices = [...capturedRegistrations(), ...capturedPhones()];
  const rows = devices.map((device) => ({ device, assessment: assess(device.facts, device.trust, device.at) }));
  const lines = [header, ...rows.map(({ device, assessment }) => line(device, assessment))];
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const print = (cells: readonly string[]) =>
    console.log(
      cells
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  print(header);
  for (const { device, assessment } of rows) {
    print(line(device, assessment));
    if (withReasons) for (const { about, text } of assessment.reasons) console.log(`    ${about}: ${text}`);
  }
}

const header = ['case', 'format', 'class', 'evidence', 'model', 'protection', 'certified', 'problems', 'device'];

function line({ id }: CapturedDevice, assessment: Assessment): readonly string[] {
  const { attestation, model, keyProtection, certification, problems } = assessment;
  return [
    id,
    attestation.type === 'self' ? `${attestation.format} (self)` : attestation.format,
    assessment.class,
    assessment.evidence,
    `${model.name ?? 'not named'}${model.evidence === 'claimed' && assessment.evidence === 'attested' ? ' (claimed)' : ''}`,
    keyProtection.join(' '),
    certification.level ?? '',
    problems.map(({ status }) => status).join(' '),
    deviceText(assessment),
  ];
}

function deviceText({ android, tpm }: Assessment): string {
  if (tpm !== null) return `TPM of ${tpm.manufacturerName ?? tpm.manufacturer}`;
  if (android === null) return '';
  const boot = android.verifiedBootState === null ? 'boot untold' : `boot ${android.verifiedBootState}`;
  const lock = android.deviceLocked === true ? 'locked' : 'not locked';
  const patch =
    android.osPatchLevel === null
      ? 'no patch level'
      : `patch ${android.osPatchLevel}, ${android.patchAgeMonths} months`;
  return `${android.keySecurityLevel}, ${boot}, ${lock}, ${patch}`;
}

main();
