import { catalogue } from './catalogue.ts';

/** What a page says when a request failed before the server could say why. */
export const apiWords = catalogue({
  unreachable: 'The server could not be reached. Check your connection, then try again.',
  unreadable: 'The server answered in a way this page does not understand. Reload the page, then try again.',
});
