import { type Difference, differences } from './differences.ts';

/** docs/differences.md: where we and `@simplewebauthn/server` give different answers, and why. */
export function differencesPage(): string {
  const section = (heading: string, who: Difference['who']) => [
    '',
    `## ${heading}`,
    '',
    '| id | ceremony | what | why |',
    '| --- | --- | --- | --- |',
    ...differences
      .filter((difference) => difference.who === who)
      .map(({ id, ceremony, what, why }) => `| \`${id}\` | ${ceremony} | ${what} | ${why} |`),
  ];
  const lines = [
    '# Where Holdfast and @simplewebauthn/server differ',
    '',
    'The differential test lets the emulator perform ceremonies of every format, algorithm, flag, misbehaviour and expectation, and asks',
    'both verifiers. They agree, or the reason is in this list; a test fails when anything else differs, and when an entry does not',
    'happen any more.',
    '',
    '`npm run differential -- --count 20000` compares as many as you like; `--seed` repeats a run, `--from` begins at one ceremony of it.',
    '',
    'This page is generated: `node tools/generate.ts`.',
    ...section('We refuse, the peer accepts', 'we_refuse'),
    ...section('We accept, the peer refuses', 'we_accept'),
  ];
  return `${lines.join('\n')}\n`;
}
