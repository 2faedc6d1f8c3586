import type { Plugin } from 'vite';
import { signInTexts } from '../src/words/sign-in.ts';

/** Puts texts of the catalogue into HTML, so that the sign-in page can be read before its script has run. */
export function wordsInHtml(): Plugin {
  return {
    name: 'words-in-html',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html.replace(/\{\{(\w+)\}\}/g, (_whole, key: string) => {
          const text = Object.entries(signInTexts).find(([name]) => name === key)?.[1];
          if (typeof text !== 'string') throw new Error(`No text "${key}" in the catalogue of the sign-in page.`);
          return escapeHtml(text);
        }),
    },
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
