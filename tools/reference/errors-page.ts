import type { Catalogue } from '@holdfast/kernel';

/** One catalogue and the heading it stands under. */
export type Chapter = { readonly heading: string; readonly about: string; readonly catalogue: Catalogue };

/** docs/reference/errors.md: every refusal, one row each, in the order of the catalogues. */
export function errorsPage(chapters: readonly Chapter[]): string {
  const lines = [
    '# Errors',
    '',
    'Every refusal of Holdfast. The code stands in the event and in the log; a client gets the status and the public name, and',
    'several codes share a public name where the difference would help an attacker. Codes are never renamed and never used again.',
    '',
    'This page is generated from the catalogues: `node tools/generate.ts`.',
  ];
  for (const { heading, about, catalogue } of chapters) {
    lines.push('', `## ${heading}`, '', about, '');
    lines.push(
      '| code | status | public name | what happened | what the person reads |',
      '| --- | --- | --- | --- | --- |',
    );
    for (const [code, entry] of Object.entries(catalogue)) {
      const cells = [`\`${code}\``, String(entry.status), `\`${entry.public}\``, entry.operator, entry.person];
      lines.push(`| ${cells.map(cell).join(' | ')} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
