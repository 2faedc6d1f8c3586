import type { Device } from './devices.ts';

/** A company in the middle of its roll-out: short and long names, every kind of passkey, every state of an invitation. */
export const groups = [
  ['privileged_users', 'People who can change other people’s access, or production.'],
  ['shared_workstation_users', 'Warehouse and reception: several people, one computer.'],
  ['finance', 'Accounts payable, payroll and treasury.'],
  [
    'emea-regional-operations-night-shift-coordination-and-dispatch',
    'Night shift in the regional control rooms in Rotterdam, Gdańsk and Piraeus, with the people who stand in for them at weekends and on public holidays. Ask the dispatch manager on duty before adding anybody.',
  ],
  ['contractors', ''],
] as const;

type Role = 'owner' | 'administrator' | 'help_desk' | 'approver' | 'auditor';
export type PersonPlan = {
  readonly username: string;
  readonly name: string;
  readonly email?: string;
  readonly groups?: readonly string[];
  readonly roles?: readonly Role[];
  /** When the invitation was given. */
  readonly daysAgo: number;
  /** What they enrolled, and the names they gave. Nobody enrolled where this is empty. */
  readonly passkeys: readonly (readonly [Device, string])[];
};

export const OWNER = 'administrator';

export const people: readonly PersonPlan[] = [
  {
    username: 'tomas',
    name: 'Tomás Ó Fearghail',
    email: 'tomas@meridian.example',
    groups: ['privileged_users'],
    roles: ['administrator'],
    daysAgo: 20,
    passkeys: [
      ['yubiKey', 'Key on my key ring'],
      ['yubiKey', 'Spare key in the safe'],
    ],
  },
  {
    username: 'ada',
    name: 'Ada Lovelace',
    email: 'ada@meridian.example',
    groups: ['finance'],
    daysAgo: 20,
    passkeys: [
      ['iCloudKeychain', 'iPhone and MacBook'],
      ['windowsHello', 'Windows Hello on my work laptop'],
      ['yubiKeyWithoutProof', 'Security key at home'],
    ],
  },
  { username: 'bo', name: 'Bo', daysAgo: 19, passkeys: [['windowsHello', 'Windows Hello']] },
  {
    username: 'maximiliana.wilhelmina.vanderhoeven-bergstrasser@logistics.meridian.example',
    name: 'Maximiliana Wilhelmina van der Hoeven-Bergsträsser de la Fuente y Montoya',
    email: 'maximiliana.wilhelmina.vanderhoeven-bergstrasser@logistics.meridian.example',
    groups: ['emea-regional-operations-night-shift-coordination-and-dispatch', 'finance'],
    daysAgo: 18,
    passkeys: [['googlePasswordManager', 'The Android phone that the dispatch office in Rotterdam gave me']],
  },
  {
    username: 'layla',
    name: 'ليلى حداد',
    daysAgo: 17,
    passkeys: [
      ['onePassword', '1Password'],
      ['windowsHello', 'Surface'],
    ],
  },
  {
    username: 'petra',
    name: 'Petra Nováková',
    email: 'petra@meridian.example',
    groups: ['privileged_users', 'finance'],
    daysAgo: 16,
    passkeys: [
      ['yubiKey', 'Black key'],
      ['yubiKey', 'Blue key'],
    ],
  },
  { username: 'paul', name: 'Paul Abiodun', groups: ['privileged_users'], daysAgo: 2, passkeys: [] },
  {
    username: 'grace',
    name: 'Grace Okafor',
    roles: ['auditor'],
    daysAgo: 15,
    passkeys: [
      ['windowsHello', 'Windows Hello'],
      ['unknownKey', 'Conference key'],
    ],
  },
  {
    username: 'henrik',
    name: 'Henrik Dahl',
    roles: ['help_desk'],
    daysAgo: 14,
    passkeys: [['iCloudKeychain', 'iPhone']],
  },
  {
    username: 'ines',
    name: 'Inês Carvalho',
    roles: ['approver'],
    daysAgo: 14,
    passkeys: [['onePassword', '1Password']],
  },
  { username: 'jonas', name: 'Jonas Weber', daysAgo: 13, passkeys: [['windowsHello', 'Windows Hello']] },
  {
    username: 'yuki',
    name: 'Yuki Tanaka',
    groups: ['shared_workstation_users'],
    daysAgo: 12,
    passkeys: [
      ['yubiKey', 'Lanyard'],
      ['yubiKey', 'Locker'],
    ],
  },
  {
    username: 'sam',
    name: 'Sam Okonkwo',
    email: 'sam@meridian.example',
    groups: ['finance'],
    daysAgo: 11,
    passkeys: [
      ['windowsHello', 'Windows Hello on the Dell'],
      ['fortressKey', 'Grey key'],
    ],
  },
  {
    username: 'noor',
    name: 'Noor Rahimi',
    email: 'noor@meridian.example',
    daysAgo: 10,
    passkeys: [['fortressKey', 'Fortress key']],
  },
  { username: 'kim', name: 'Kim Ng', daysAgo: 9, passkeys: [] },
  { username: 'lena', name: 'Lena Fischer', groups: ['finance'], daysAgo: 2, passkeys: [] },
  { username: 'omar', name: 'Omar Haddad', daysAgo: 1, passkeys: [] },
];
