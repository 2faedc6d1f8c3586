import { catalogue } from './catalogue.ts';

/** Texts around being signed in. */
export const sessionWords = catalogue({
  sign_out: 'Sign out',
  sign_out_failed: 'You could not be signed out: {why}',
  account: 'Account',
  console: 'Console',
  skip: 'Skip to the content',
  confirm_title: 'Confirm that it is you',
  confirm_text:
    'This act needs a passkey that was used in the last five minutes. Your browser will ask for one; afterwards the act goes on by itself.',
  confirm_button: 'Confirm with a passkey',
  page_lost: 'This page does not exist',
  page_lost_where: 'There is nothing at this address',
  page_lost_text: 'The address may be mistyped, or what was here has moved.',
  page_lost_action: 'Go to your account',
});
