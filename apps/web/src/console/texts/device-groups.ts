/** Texts of the groups of devices that a synced passkey was used on. Part of `words`. */
export const deviceGroupTexts = {
  'deviceGroups.title': 'Device groups',
  'deviceGroups.text':
    'Keys that the credential manager shares only between devices with a proven relation (extension cmtgKey). A new key: nothing ties the device to earlier ones.',
  'deviceGroups.none': 'This passkey has shown no such key. Its manager may not know them.',
  'deviceGroups.columns.key': 'Key, SHA-256',
  'deviceGroups.columns.status': 'State',
  'deviceGroups.columns.first': 'First used',
  'deviceGroups.columns.last': 'Last used',
  'deviceGroups.columns.from': 'First used from',
  'deviceGroups.statuses.known': 'Known',
  'deviceGroups.statuses.waiting': 'Waits for its owner',
} as const;
