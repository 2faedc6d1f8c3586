import { catalogue } from './catalogue.ts';

/** Texts of enrolment by invitation. */
export const enrolWords = catalogue({
  title: 'Set up your passkey',
  welcome: 'Welcome, {name}',
  invited_by: '{inviter} invited you to {organisation}.',
  invited: 'You were invited to {organisation}.',
  username: 'Your username is {username}.',
  expires: 'This invitation can be used once, until {time}.',
  step: 'Step {step} of {steps}',
  step_try: 'Try it',
  step_second: 'Add a second passkey',
  step_done: 'You are set up',

  unusable_title: 'This invitation cannot be used',
  unusable_next:
    'If you already set up a passkey with it, sign in. Otherwise ask whoever invited you for a new invitation.',
  to_sign_in: 'Go to sign-in',
  no_invitation: 'Open the link of your invitation',
  no_invitation_text:
    'To create your first passkey you need the whole link that an administrator gave you. This address holds none, or only a part of it.',

  try_text: '“{name}” was saved. Sign in with it once: then you know that it works.',
  try_button: 'Sign in with a passkey',
  try_asking: 'Your browser is asking for your passkey.',

  second_text:
    'If you lose your only passkey you cannot sign in any more. A second one, on another device or on a security key, is the way back.',
  second_wanted: {
    one: 'Your organisation wants one more passkey from you.',
    other: 'Your organisation wants {count} more passkeys from you.',
  },
  second_button: 'Add a passkey',
  second_skip: 'Not now',
  second_skip_note: 'You can do this later in your account. It will remind you.',

  done_text: 'You can sign in to {organisation} with your passkey from now on.',
  done_missing: {
    one: 'One more passkey is still wanted; your account shows how to add it.',
    other: '{count} more passkeys are still wanted; your account shows how to add them.',
  },
  done_button: 'Continue',
});
