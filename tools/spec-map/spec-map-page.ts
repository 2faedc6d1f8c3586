import type { MappedRule, MappedStep } from './spec-map.ts';
import { specMap } from './spec-map.ts';
import { testNames } from './test-names.ts';

/** docs/spec-map.md: from each step of the specification to the check and to its tests. */
export async function specMapPage(): Promise<string> {
  const map = specMap(await testNames());
  const lines = [
    '# From the specification to the checks and their tests',
    '',
    'WebAuthn Level 3, step by step. The tables of steps in `packages/webauthn/src` are the source; what is accepted and refused are the',
    'names of tests. A step is done *here*, while *decoding*, by the *browser* or by the *caller*: the server, its policy and its store.',
    'A test fails when a step that is done here or while decoding has no accepted or no refused case.',
    '',
    'Steps are numbered as in the text of Level 3 that processes extension outputs near the end (§7.1 step 28, §7.2 step 23). In drafts',
    'up to 2023 they come before the attestation, so that what follows has other numbers there, as in Level 2.',
    '',
    'This page is generated: `node tools/generate.ts`.',
    ...steps('§7.1 Registering a new credential', map.registration),
    ...steps('§7.2 Verifying an authentication assertion', map.authentication),
    ...formats(map.formats),
  ];
  return `${lines.join('\n')}\n`;
}

function steps(heading: string, rows: readonly MappedStep[]): string[] {
  const lines = ['', `## ${heading}`];
  for (const { cites, id, by, codes, note, accepted, refused } of rows) {
    lines.push('', `### ${cites}: ${id}`, '', `Done by: ${by}.${note === '' ? '' : ` ${note}`}`);
    if (codes.length > 0) lines.push('', `Refuses with ${codes.map((code) => `\`${code}\``).join(', ')}.`);
    if (accepted.length > 0) lines.push('', `- accepts ${accepted.join('; ')}`);
    if (refused.length > 0) lines.push(...(accepted.length > 0 ? [] : ['']), `- refuses ${refused.join('; ')}`);
  }
  return lines;
}

function formats(rules: readonly MappedRule[]): string[] {
  const lines = ['', '## §8 Attestation statement formats'];
  for (const [format, own] of Map.groupBy(rules, (rule) => rule.format)) {
    lines.push('', `### ${format}`, '', '| section | demands | code | broken by |', '| --- | --- | --- | --- |');
    for (const { section, demands, code, brokenBy } of own) {
      const broken = brokenBy.map(([kind, misbehaviour]) => `${misbehaviour} (${kind})`).join(', ');
      lines.push(`| ${section} | ${demands} | \`${code}\` | ${broken} |`);
    }
  }
  return lines;
}
