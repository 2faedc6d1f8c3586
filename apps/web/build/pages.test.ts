import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { wordsInHtml } from './words-in-html.ts';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

function withWords(html: string): string {
  const hook = wordsInHtml().transformIndexHtml;
  assert.ok(typeof hook === 'object' && typeof hook.handler === 'function');
  return (hook.handler as unknown as (given: string) => string)(html);
}

describe('the HTML of the pages', () => {
  for (const file of ['sign-in.html', 'app.html']) {
    test(`${file} has no inline script, no style and no handler that its content security policy would refuse`, () => {
      const html = read(file);
      assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)[^>]*>/);
      assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/);
    });

    test(`${file} has a place for the nonce, a language and a title`, () => {
      const html = read(file);
      assert.match(html, /<meta name="csp-nonce" content="__CSP_NONCE__" \/>/);
      assert.match(html, /<html lang="en">/);
      assert.match(html, /<title>.+<\/title>/);
    });
  }

  test('every text of the sign-in page comes from the catalogue', () => {
    const html = withWords(read('sign-in.html'));
    assert.doesNotMatch(html, /\{\{/);
    assert.match(html, /<button[^>]*>Sign in with a passkey<\/button>/);
    const visible = read('sign-in.html')
      .replace(/<head>[\s\S]*<\/head>/, '')
      .replace(/<[^>]*>|\{\{\w+\}\}/g, '');
    assert.equal(visible.trim(), '');
  });

  test('a text that is not in the catalogue stops the build', () => {
    assert.throws(() => withWords('<p>{{nothing_like_this}}</p>'), /nothing_like_this/);
    assert.throws(() => withWords('<p>{{constructor}}</p>'), /constructor/);
  });
});
