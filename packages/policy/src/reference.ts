import { changeSettings } from './change-settings.ts';
import { defaultPolicySource } from './default-policy.ts';
import { casesReference } from './policy-cases.ts';
import { policyProblems } from './problems.ts';
import { settingKeys, settings } from './settings.ts';

/** The reference page of the policy language, made from the same table that the parser reads with. */
export function policyReferenceMarkdown(): string {
  return [
    '# Policy reference',
    '',
    '<!-- Generated from packages/policy. Do not edit. -->',
    '',
    'A policy is one YAML file with the root key `passkey_policy` and one entry for each population; `policy_changes` may stand',
    'beside it. An entry applies to the members of its groups. Where several entries apply to a person the strictest wins, matter by matter; a passkey is',
    'accepted exactly if every entry that applies accepts it. Where no entry applies nothing is allowed.',
    '',
    'The file is data only: YAML 1.2, at most 256 KiB, without anchors, aliases, tags, directives or a second document.',
    'Names of entries start with a letter and have letters, digits, `_` and `-` only. Unknown keys are errors.',
    '`holdfast policy check` tells every problem with file, line and column; `holdfast policy explain` prints, rule by',
    'rule, why a passkey of a person gets its verdict; `holdfast policy test` holds it against your own cases.',
    '',
    '## Keys of an entry',
    '',
    '| key | value | default | where several entries apply |',
    '| --- | --- | --- | --- |',
    ...settingKeys.map((key) => {
      const { shape, fallback, strictest } = settings[key];
      return `| \`${key}\` | ${shape.words} | ${fallback?.words ?? '(required)'} | ${strictest.words} |`;
    }),
    '',
    ...settingKeys.flatMap((key) => [`### \`${key}\``, '', settings[key].meaning, '']),
    '## Keys of `policy_changes`',
    '',
    '| key | value | default |',
    '| --- | --- | --- |',
    ...Object.entries(changeSettings).map(
      ([key, { shape, fallback }]) => `| \`${key}\` | ${shape.words} | ${fallback.words} |`,
    ),
    '',
    ...Object.entries(changeSettings).flatMap(([key, { meaning }]) => [`### \`${key}\``, '', meaning, '']),
    ...casesReference(),
    '## Problems',
    '',
    'An error keeps the policy from being used; a warning does not.',
    '',
    '| code | severity | meaning |',
    '| --- | --- | --- |',
    ...Object.entries(policyProblems).map(
      ([code, { severity, meaning }]) => `| \`${code}\` | ${severity} | ${meaning} |`,
    ),
    '',
    '## The default policy',
    '',
    'A new installation starts with this. The first administrator is in no privileged group, so that any passkey works on',
    'the first day.',
    '',
    '```yaml',
    defaultPolicySource.trimEnd(),
    '```',
    '',
  ].join('\n');
}
