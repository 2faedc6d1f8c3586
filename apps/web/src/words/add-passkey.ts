import { catalogue } from './catalogue.ts';

/** Texts of creating a passkey: at enrolment and in the account. */
export const addWords = catalogue({
  title: 'Add a passkey',
  what: 'A passkey lets you sign in with what you use to unlock your device or key: a fingerprint, your face or a PIN. There is no password to remember, and none that anybody could steal.',
  accepted: 'Your organisation accepts:',
  type_synced: 'a passkey in a password manager, which may copy it to your other devices',
  type_platform: 'a passkey that stays on one device, behind its screen lock (for example Windows Hello)',
  'type_security-key': 'a security key that you plug in or hold to the device',
  'type_mobile-bound': 'your phone with your organisation’s app',
  'type_managed-device': 'a device that your organisation manages',
  attestation:
    'Your browser may ask whether this site may see the make and model of your device or key. Allow it: without it the passkey cannot be accepted.',
  attestation_asked:
    'Your browser may ask whether this site may see the make and model of your device or key. If you allow it, the passkey keeps working should your role need proof of it later.',
  happens: 'Your browser will open its own dialog and ask where to keep the passkey. After that you give it a name.',
  create: 'Create a passkey',
  creating: 'Your browser is asking where to keep the passkey.',
  another: 'Try with another passkey',

  naming_title: 'Name your passkey',
  naming_text: 'It was created. Give it a name by which you will recognise it, then save it.',
  name: 'Passkey name',
  name_help: 'For example where it is kept. Up to 64 characters.',
  name_missing: 'Give the passkey a name.',
  name_too_long: 'The name is longer than 64 characters.',
  name_control: 'The name contains characters that cannot be shown.',
  save: 'Save passkey',
  added: '“{name}” was added.',

  suggest_windows: 'Windows Hello',
  suggest_mac: 'This Mac',
  suggest_iphone: 'This iPhone',
  suggest_ipad: 'This iPad',
  suggest_android: 'This Android device',
  suggest_computer: 'This computer',
  suggest_key: 'Security key',
  suggest_phone: 'Phone',
  suggest_passkey: 'Passkey',
});
