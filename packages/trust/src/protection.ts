import type { Assessment, AssessmentReason, TrustedModel } from './assessment.ts';
import type { ModelStatus } from './metadata/status-of.ts';
import type { Support } from './support.ts';

type Certified = { readonly certification: Assessment['certification']; readonly reason: AssessmentReason };
type Protected = { readonly keyProtection: readonly string[]; readonly reason: AssessmentReason };

/** MDS 3.1.1 §3.1.4, certification statuses. Nobody's certificate helps a credential that its maker did not sign for. */
export function certificationOf(
  certification: ModelStatus['certification'] | null,
  model: TrustedModel | undefined,
): Certified {
  const name = model?.name ?? 'the model';
  const about = (code: string, text: string): AssessmentReason => ({ about: 'certification', code, text });
  if (certification === null) {
    const text =
      model?.metadata === undefined
        ? 'No metadata describes the model, so that no certification is known.'
        : `Nobody proved that this is ${name}, so that its certification does not count.`;
    return { certification: { level: null, fips: null }, reason: about('trust.certification_unknown', text) };
  }
  const { isCertified, level, fips } = certification;
  const reached = level ?? (isCertified ? 'FIDO_CERTIFIED' : null);
  const fipsText = fips === null ? 'no FIPS 140 certificate' : fipsWords(fips);
  const text =
    reached === null
      ? `${name} has no FIDO certification in force, and ${fipsText}.`
      : `${name} is FIDO certified (${level === null ? 'without a level' : `level ${level}`}), with ${fipsText}.`;
  return {
    certification: { level: reached, fips },
    reason: about(
      reached === null && fips === null ? 'trust.certification_none' : 'trust.certification_in_force',
      text,
    ),
  };
}

function fipsWords({ level, physicalLevel, revision }: NonNullable<Assessment['certification']['fips']>): string {
  const standard = revision === null ? 'FIPS 140' : `FIPS 140-${revision}`;
  const physical = physicalLevel === null ? '' : `, physical security level ${physicalLevel}`;
  return `${standard} level ${level}${physical}`;
}

/** FIDO registry 2.3 §3.2. The key description of a phone is about this key, and so counts before what metadata says of the model. */
export function keyProtectionOf(
  support: Support | undefined,
  model: TrustedModel | undefined,
  android: Assessment['android'],
): Protected {
  const conclude = (keyProtection: readonly string[], code: string, text: string): Protected => ({
    keyProtection,
    reason: { about: 'protection', code, text },
  });
  if (support === undefined) {
    const claimed = model?.metadata?.statement?.keyProtection ?? [];
    const would = claimed.length === 0 ? '' : ` The metadata of ${model?.name} says ${claimed.join(', ')}.`;
    return conclude([], 'trust.protection_unknown', `Nobody attested what protects the key.${would}`);
  }
  if (android !== null) {
    const words = androidWords[android.keySecurityLevel];
    const text = `The key description says where the key lives: ${android.keySecurityLevel} (${words.join(', ')}).`;
    return conclude(words, 'trust.protection_described', text);
  }
  const platform = support.by === 'platform' ? support.platform : null;
  const stated = platform?.keyProtection ?? (support.by === 'model' ? model?.metadata?.statement?.keyProtection : []);
  if (stated === undefined || stated.length === 0) {
    return conclude([], 'trust.protection_unstated', 'Whoever attested the key does not say what protects it.');
  }
  const whose = platform === null ? `the metadata of ${model?.name}` : `what is known of an ${platform.name}`;
  return conclude(stated, 'trust.protection_stated', `By ${whose} the key is protected by ${stated.join(', ')}.`);
}

const androidWords = {
  software: ['software'],
  tee: ['hardware', 'tee'],
  strongbox: ['hardware', 'secure_element'],
} as const;
