import type { Plugin } from 'vite';

/**
 * Lets a page be painted only when its first script has run (HTML §4.2.5, `blocking`): that script puts the chosen
 * colour scheme on the page, and an inline script, which would do it sooner, is not allowed here.
 */
export function scriptBeforePaint(): Plugin {
  return {
    name: 'script-before-paint',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}
