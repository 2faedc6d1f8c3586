import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { scriptBeforePaint } from './build/script-before-paint.ts';
import { signInBudget } from './build/sign-in-budget.ts';
import { wordsInHtml } from './build/words-in-html.ts';

/**
 * Two entries: the sign-in page, which is plain TypeScript and stays small, and the application (enrolment, account,
 * console). Nothing is inlined: the content security policy allows scripts and styles only from our own origin.
 */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), wordsInHtml(), scriptBeforePaint(), signInBudget({ scriptBytesMax: 60 * 1024 })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['sign-in.html', 'app.html'] },
  },
});
