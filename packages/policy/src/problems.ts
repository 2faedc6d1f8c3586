import type { Position } from './model.ts';

/** Everything that can be wrong with a policy file. Codes are never renamed and never used again for something else. */
export const policyProblems = {
  'policy.too_large': { severity: 'error', meaning: 'The file is larger than 256 KiB.' },
  'policy.not_yaml': { severity: 'error', meaning: 'The file is not well-formed YAML.' },
  'policy.yaml_feature': {
    severity: 'error',
    meaning: 'Anchors, aliases, tags, directives and several documents in one file are not understood in policies.',
  },
  'policy.too_deep': { severity: 'error', meaning: 'Lists or maps are nested more than 16 deep.' },
  'policy.too_many_problems': { severity: 'error', meaning: 'Only the first 200 problems are told.' },
  'policy.root_missing': {
    severity: 'error',
    meaning: 'The root key is missing: `passkey_policy`, or `cases` in a file of test cases.',
  },
  'policy.unknown_key': { severity: 'error', meaning: 'A key that no policy has.' },
  'policy.key_not_text': { severity: 'error', meaning: 'A key is a number, a list or a map.' },
  'policy.duplicate_key': { severity: 'error', meaning: 'The same key stands twice in one map.' },
  'policy.no_population': { severity: 'error', meaning: 'There is no entry below `passkey_policy`.' },
  'policy.too_many_populations': { severity: 'error', meaning: 'There are more than 64 entries.' },
  'policy.population_name': {
    severity: 'error',
    meaning: 'The name of an entry must start with a letter and have letters, digits, `_` and `-` only, at most 64.',
  },
  'policy.required_missing': { severity: 'error', meaning: 'A key that every entry needs is missing.' },
  'policy.wrong_type': { severity: 'error', meaning: 'A value is of another type than its key wants.' },
  'policy.unknown_value': { severity: 'error', meaning: 'A value is not among those that its key understands.' },
  'policy.out_of_range': { severity: 'error', meaning: 'A number or a duration is below or above what is possible.' },
  'policy.bad_duration': {
    severity: 'error',
    meaning: 'A duration is not a whole number followed by `m`, `h` or `d`.',
  },
  'policy.bad_month': { severity: 'error', meaning: 'A month is not written as year and month, e.g. `2026-01`.' },
  'policy.bad_package': { severity: 'error', meaning: 'A text is not the name of an Android package.' },
  'policy.empty_list': { severity: 'error', meaning: 'A list that needs an entry has none.' },
  'policy.list_too_long': { severity: 'error', meaning: 'A list has more than 200 entries.' },
  'policy.bad_text': { severity: 'error', meaning: 'A text is empty, too long or has control characters.' },
  'policy.bad_aaguid': { severity: 'error', meaning: 'A value looks like an AAGUID and is none, or names no model.' },
  'policy.algorithm_unsupported': { severity: 'error', meaning: 'The algorithm is known, but no policy may allow it.' },
  'policy.minimum_over_maximum': {
    severity: 'error',
    meaning: '`minimum_credentials` is larger than the `maximum_credentials` that holds for the same people.',
  },
  'policy.sync_contradiction': {
    severity: 'error',
    meaning: '`sync_allowed: false` stands beside `synced_passkey` in `allowed_credential_types`.',
  },
  'policy.attestation_unreachable': {
    severity: 'error',
    meaning:
      'Attestation, or something that only attestation can prove, is required where only synced passkeys are allowed, which cannot prove it.',
  },
  'policy.approved_and_denied': { severity: 'error', meaning: 'The same model is approved and denied.' },
  'policy.idle_over_absolute': { severity: 'error', meaning: '`session_idle` is longer than `session_absolute`.' },
  'policy.nothing_allowed': {
    severity: 'error',
    meaning: 'Entries that apply to the same people leave no credential type or no algorithm together.',
  },
  'policy.case_none': { severity: 'error', meaning: 'There is no test case below `cases`.' },
  'policy.case_too_many': { severity: 'error', meaning: 'There are more than 1000 test cases in one file.' },
  'policy.case_contradiction': {
    severity: 'error',
    meaning: 'A test case expects a passkey to be accepted because of a rule, or a refused one to have a tier.',
  },
  'policy.case_name_twice': { severity: 'error', meaning: 'Two test cases have the same name.' },
  'policy.nothing_allowed_in_both': {
    severity: 'warning',
    meaning: 'Somebody who is in the groups of both entries may use no passkey at all.',
  },
  'policy.duplicate_value': { severity: 'warning', meaning: 'The same value stands twice in one list.' },
  'policy.not_issued_yet': {
    severity: 'warning',
    meaning: '`mobile_bound` and `managed_device` are understood, but no such passkey can be enrolled yet.',
  },
  'policy.sync_without_type': {
    severity: 'warning',
    meaning: '`sync_allowed: true` has no effect, because `synced_passkey` is not allowed.',
  },
  'policy.approval_needs_attestation': {
    severity: 'warning',
    meaning: '`attestation_required: false` has no effect beside `approved_authenticators`: only proof counts there.',
  },
  'policy.proof_needs_attestation': {
    severity: 'warning',
    meaning:
      '`attestation_required: false` has no effect beside `minimum_certification`, `minimum_fips_level` or `key_protection`: only proof counts there.',
  },
  'policy.android_without_type': {
    severity: 'warning',
    meaning:
      'A key about Android has no effect, because neither `platform_authenticator` nor `mobile_bound` is allowed.',
  },
  'policy.trust_group_key_without_type': {
    severity: 'warning',
    meaning: '`on_new_trust_group_key` has no effect, because `synced_passkey` is not allowed.',
  },
  'policy.monitor_without_rule': {
    severity: 'warning',
    meaning: '`monitor` names a rule that restricts nothing in its entry, so that there is nothing to record.',
  },
  'policy.not_everybody': {
    severity: 'warning',
    meaning: 'No entry applies to everybody: people in none of the named groups may use no passkey.',
  },
} as const satisfies Readonly<Record<string, { severity: 'error' | 'warning'; meaning: string }>>;

export type PolicyProblemCode = keyof typeof policyProblems;

/** One thing that is wrong, where it stands, and where the other culprit stands when two places contradict each other. */
export type PolicyProblem = {
  readonly code: PolicyProblemCode;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly other?: Position;
};

/** @param message a function where it takes time to say: of a hostile file only the first problems are told */
export type Report = (
  code: PolicyProblemCode,
  at: Position,
  message: string | (() => string),
  other?: Position,
) => void;

/** As compilers print it: `policy.yaml:3:5: error policy.unknown_key: …`. */
export function problemText({ file, line, column, severity, code, message, other }: PolicyProblem): string {
  const also = other === undefined ? '' : ` (see also ${file}:${other.line}:${other.column})`;
  return `${file}:${line}:${column}: ${severity} ${code}: ${message}${also}`;
}

export const problemsMax = 200;

/** Collects problems; `sorted` gives them in the order of the file. Bounded, so that a hostile file cannot flood a page. */
export function problemCollector(file: string): { readonly report: Report; readonly sorted: () => PolicyProblem[] } {
  const found: PolicyProblem[] = [];
  const add: Report = (code, at, message, other) => {
    const { severity } = policyProblems[code];
    const text = typeof message === 'string' ? message : message();
    found.push({ code, severity, file, line: at.line, column: at.column, message: text, ...(other && { other }) });
  };
  const report: Report = (code, at, message, other) => {
    if (found.length < problemsMax) add(code, at, message, other);
    else if (found.length === problemsMax) add('policy.too_many_problems', at, 'there are more problems than are told');
  };
  const sorted = () =>
    found.toSorted(
      (a, b) => a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
    );
  return { report, sorted };
}
