/** A filter that has a closed set of values, offered as a button beside the search box. */
export type FilterChoice = {
  readonly key: string;
  readonly label: string;
  readonly values: readonly { readonly value: string; readonly label: string }[];
};

/** What a list understands: filters with a button, and further keys that can be typed. */
export type ListFilters = { readonly choices: readonly FilterChoice[]; readonly typed: readonly string[] };

export function filterKeys({ choices, typed }: ListFilters): readonly string[] {
  return [...choices.map((choice) => choice.key), ...typed];
}

/** `label` of a value that has a button, the value itself where it was typed. */
export function choiceLabel(choice: FilterChoice, value: string): string {
  return choice.values.find((known) => known.value === value)?.label ?? value;
}
