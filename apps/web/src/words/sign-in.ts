import { catalogue } from './catalogue.ts';

/** Texts of the sign-in page; those without placeholders may stand in its HTML as {{key}}. */
export const signInTexts = {
  page_title: 'Sign in',
  sign_in: 'Sign in',
  with_passkey: 'Sign in with a passkey',
  or: 'or start with your name',
  username: 'Username',
  continue: 'Continue',
  username_missing: 'Enter your username, or use the button “Sign in with a passkey” above.',
  need_script: 'This page needs JavaScript: a passkey can only be used through it.',
  asking: 'Your browser is asking for your passkey.',
  checking: 'Checking your passkey.',
  leaving: 'You are signed in. One moment.',
  address: 'Address of this page:',

  cannot: 'I can’t sign in',
  cannot_lead: 'What you can do now:',
  cannot_other: 'Use another passkey',
  cannot_other_text:
    'You may have one on another device or on a security key. Choose “Sign in with a passkey”, then in your browser’s dialog choose another device or a security key.',
  cannot_phone: 'Use the passkey on your phone',
  cannot_phone_text:
    'In your browser’s dialog choose a phone or tablet and scan the code with its camera. Bluetooth must be on, on both devices.',
  cannot_address: 'Check the address',
  cannot_address_text:
    'A passkey is only offered at the address it was made for. Compare the address of this page with the one you know.',
  cannot_ask: 'Ask your help desk or an administrator',
  cannot_ask_text:
    'If you never had a passkey here, they can have an invitation sent to you. If all your passkeys are lost, tell them so: only they can help then. Nobody needs your PIN for that, and nobody should ask for it.',
  back: 'Back to sign-in',
} as const;

export const signInWords = catalogue(signInTexts);
