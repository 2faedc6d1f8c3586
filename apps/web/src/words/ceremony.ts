import { catalogue } from './catalogue.ts';

/** What a ceremony can end with, in words for the person: a title, what happened, what to do next (product.md A10). */
export const ceremonyWords = catalogue({
  waiting: 'Your browser is asking for your passkey.',

  sign_in_dismissed: 'You were not signed in',
  sign_in_dismissed_what: 'The browser’s dialog was closed, timed out, or found no passkey for this site.',
  sign_in_dismissed_next:
    'Try again. If your passkey is on a phone or a security key, choose that in the dialog: have the key at hand, or scan the code with the phone.',
  create_dismissed: 'No passkey was created',
  create_dismissed_what:
    'The browser’s dialog was closed or timed out, or nothing at hand can hold the passkey that is asked for.',
  create_dismissed_next:
    'Try again. In the dialog you can choose where to keep it: this device, a phone, or a security key.',
  confirm_dismissed: 'It was not confirmed',
  confirm_dismissed_what: 'The browser’s dialog was closed or timed out. Nothing was changed.',
  confirm_dismissed_next: 'Try again with one of your passkeys.',

  create_exists: 'This one already has a passkey of yours',
  create_exists_what: 'The device, key or password manager that you chose already holds a passkey for this account.',
  create_exists_next:
    'You can use that passkey as it is. To add another, choose a different device, a phone or a security key.',
  get_state: 'This passkey could not be used',
  get_state_what: 'The device or key refused to use it now.',
  get_state_next: 'Unlock or reconnect it, then try again, or use another passkey.',

  create_not_supported: 'The passkey that is asked for cannot be made here',
  create_not_supported_what:
    'The device or key supports none of the signature algorithms that your organisation accepts.',
  create_not_supported_next:
    'Try with another device or a newer security key. Your help desk knows which ones are accepted.',
  create_constraint: 'This device or key cannot check that it is you',
  create_constraint_what:
    'A passkey here needs a PIN, a fingerprint or a face, and a place to be kept. The one you chose lacks one of these.',
  create_constraint_next: 'Set up a screen lock on the device or a PIN on the security key, then try again.',

  security: 'This page is not at the right address',
  security_what: 'Passkeys of your organisation work only at its own address, and your browser found a difference.',
  security_next:
    'Look at the address bar. Open the address that you know, or ask your help desk. Do not go on here if you are unsure.',
  pending: 'Another passkey dialog is open',
  pending_what: 'Your browser can show only one at a time.',
  pending_next: 'Finish or close the other dialog (it may be in another tab), then try again.',
  authenticator: 'The device or key did not answer properly',
  authenticator_what: 'Your browser could not finish with it.',
  authenticator_next: 'Reconnect or unlock it, then try again. If that does not help, use another passkey.',
  unsupported: 'This browser cannot use passkeys',
  unsupported_what: 'It is too old, or passkeys are switched off in it.',
  unsupported_next: 'Use a current version of Chrome, Edge, Firefox or Safari, or ask your help desk.',
  insecure: 'This connection is not protected',
  insecure_what: 'Browsers allow passkeys only on an encrypted connection.',
  insecure_next: 'Open this address with https:// in front.',
  unexpected: 'Something did not work',
  unexpected_what: 'The browser reported a fault that this page does not know.',
  unexpected_next: 'Try again. If it happens again, restart the browser or use another one.',

  sign_in_refused: 'You were not signed in',
  set_aside: 'This passkey cannot be used now',
  create_refused: 'This passkey was not accepted',
  confirm_refused: 'It was not confirmed',
  create_refused_next: 'Nothing was saved. You can try with another passkey.',
  new_device: 'This device is new to your passkey',
  too_late: 'This took too long',
  too_many: 'Please wait a moment',
  too_many_next: 'Nothing is lost. Try again in a minute.',
  unreachable: 'The server could not be reached',
  server: 'The server met a fault',
  server_next: 'Try again in a moment. If it happens again, tell your help desk the reference.',
  reference: 'Reference: {id}',
});
