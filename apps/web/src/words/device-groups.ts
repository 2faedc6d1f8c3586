import { catalogue } from './catalogue.ts';

/** Texts about the devices that a synced passkey was used on. */
export const groupWords = catalogue({
  devices: 'Devices',
  seen_on: { one: 'Seen on {count} device group', other: 'Seen on {count} device groups' },
  seen_on_text:
    'Devices of one group are tied to each other, for example because one of them was at hand when the other was set up.',
  waiting_title: 'Was this you?',
  waiting_text:
    '“{name}” was used on a device that nothing ties to your other devices: {browser} at {address}. It was not let in.',
  waiting_when: 'First tried',
  was_me: 'Yes, this was me',
  was_me_of: 'Yes, this was me: {browser}, for “{name}”',
  not_me: 'No, this was not me',
  not_me_of: 'No, this was not me: {browser}, for “{name}”',
  confirm_title: 'Let this device in?',
  confirm_text:
    'From then on “{name}” opens your account on that device, and on devices tied to it. If you are not sure that it is yours, do not let it in.',
  confirm_act: 'Let it in',
  confirmed: 'The device is known now. You can sign in there with “{name}”.',
  reject_title: 'Keep this device out?',
  reject_text:
    'It stays locked out. Whoever used it has a copy of “{name}”, so it is best to remove that passkey and to add a new one.',
  reject_act: 'It was not me',
  rejected:
    'The device stays locked out. Whoever used it has a copy of “{name}”: change the password of the password manager that keeps it, add a new passkey, then remove this one.',
});
