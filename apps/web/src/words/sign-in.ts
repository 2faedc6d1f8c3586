import { catalogue } from './catalogue.ts';

/** Texts of the sign-in page; those without placeholders may stand in its HTML as {{key}}. */
export const signInTexts = {
  page_title: 'Sign in',
} as const;

export const signInWords = catalogue(signInTexts);
