/** A text, or its forms by number: `{ one: '1 passkey', other: '{count} passkeys' }`. Placeholders are `{name}`. */
export type Text = string | { readonly one: string; readonly other: string };
export type Texts = Readonly<Record<string, Text>>;

/** The same keys in another language. What a translation lacks is read in English. */
export type Translation<T extends Texts> = { readonly [K in keyof T]?: Text };

type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;
type NeededBy<T extends Text> = T extends string
  ? Placeholders<T>
  : 'count' | Placeholders<Extract<T, { one: string }>['one'] | Extract<T, { other: string }>['other']>;
type Values<T extends Text> = { readonly [Name in NeededBy<T>]: string | number };

/** Gives the text of a key, with its placeholders filled. A missing key or value is a type error. */
export type Words<T extends Texts> = <K extends keyof T>(
  key: K,
  ...values: [NeededBy<T[K]>] extends [never] ? [] : [Values<T[K]>]
) => string;

/** Every text of the pages comes from a catalogue made here (one for each area), so that pages can be translated. */
export function catalogue<const T extends Texts>(
  english: T,
  translations: Readonly<Record<string, Translation<T>>> = {},
  language = 'en',
): Words<T> {
  const translated = Object.hasOwn(translations, language) ? translations[language] : undefined;
  const plural = new Intl.PluralRules(language);
  return (key, ...values) => {
    const text: Text = translated?.[key] ?? (english[key] as Text);
    const given: Readonly<Record<string, string | number>> = values[0] ?? {};
    const form =
      typeof text === 'string' ? text : plural.select(Number(given['count'])) === 'one' ? text.one : text.other;
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
  };
}
