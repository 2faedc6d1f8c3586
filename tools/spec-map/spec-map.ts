import { authenticationSteps, registrationSteps, type Step } from '@holdfast/webauthn';
import { type FormatRule, formatRules } from './format-rules.ts';
import type { TestName } from './test-names.ts';

/** A step of a procedure and the tests that show it. */
export type MappedStep = {
  readonly cites: string;
  readonly id: string;
  readonly by: string;
  readonly codes: readonly string[];
  readonly note: string;
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
};

export type MappedRule = FormatRule & { readonly refused: readonly string[] };

export type SpecMap = {
  readonly registration: readonly MappedStep[];
  readonly authentication: readonly MappedStep[];
  readonly formats: readonly MappedRule[];
  /** Formats with an accepted case. */
  readonly acceptedFormats: ReadonlySet<string>;
};

export function specMap(tests: readonly TestName[]): SpecMap {
  const of = (ceremony: string) => tests.filter(({ file }) => file.includes(`/${ceremony}-`)).map(({ name }) => name);
  const misbehaving = new Set(tests.filter(({ file }) => file.includes('/misbehaviours.')).map(({ name }) => name));
  const registration = of('registration');
  return {
    registration: mapped(registrationSteps, registration),
    authentication: mapped(authenticationSteps, of('authentication')),
    formats: formatRules.map((rule) => ({
      ...rule,
      refused: rule.brokenBy.map(testOf).filter((name) => misbehaving.has(name)),
    })),
    acceptedFormats: new Set(
      registration.flatMap((name) => /^attestationStatement: accepts ([a-z0-9-]+)$/.exec(name)?.[1] ?? []),
    ),
  };
}

/** The name that `misbehaviours.test.ts` gives to it. */
export function testOf([kind, misbehaviour]: FormatRule['brokenBy'][number]): string {
  return `registration, ${kind}: ${misbehaviour} is noticed at attestationStatement`;
}

function mapped(
  steps: readonly (Step<never> & { readonly id: string })[],
  names: readonly string[],
): readonly MappedStep[] {
  return steps.map((step) => {
    const saying = (verb: string) => {
      const start = `${step.id}: ${verb} `;
      return names.filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
    };
    const { id, cites, by, codes } = step;
    const note = step.by === 'here' ? '' : step.note;
    return { id, cites, by, codes, note, accepted: saying('accepts'), refused: saying('refuses') };
  });
}

/** What is missing: a step that is done here and has no accepted or no refused case, a rule without a test. */
export function gaps({ registration, authentication, formats, acceptedFormats }: SpecMap): readonly string[] {
  const steps = [...registration, ...authentication].filter(({ by }) => by === 'here' || by === 'decoding');
  const kinds = new Set(formats.flatMap(({ brokenBy }) => brokenBy.map(([kind]) => kind)));
  return [
    ...steps
      .filter(({ accepted }) => accepted.length === 0)
      .map(({ cites, id }) => `${cites} (${id}): nothing is accepted`),
    ...steps
      .filter(({ refused }) => refused.length === 0)
      .map(({ cites, id }) => `${cites} (${id}): nothing is refused`),
    ...formats
      .filter(({ refused, brokenBy }) => refused.length < brokenBy.length)
      .map(({ section, demands }) => `${section}, ${demands}: a test is missing`),
    ...[...kinds].filter((kind) => !acceptedFormats.has(kind)).map((kind) => `${kind}: no accepted case`),
  ];
}
