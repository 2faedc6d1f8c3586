import { writeFileSync } from 'node:fs';
import { newBundleKeys } from '@holdfast/server/commands';
import type { Command } from '../command.ts';

export const trustKeygen: Command = {
  name: 'trust keygen',
  summary: 'Makes a key pair that signs bundles of trust data',
  usage: '--out NAME',
  help: 'Writes NAME.key.pem, to be kept where bundles are made, and NAME.pub.pem, which installations name in\nHOLDFAST_TRUST_BUNDLE_KEY_FILE. Ed25519. Files that are there are not overwritten.',
  options: { out: { type: 'string', help: 'Beginning of both names.' } },
  positionalsMax: 0,
  run: async (terminal, { out }) => {
    if (typeof out !== 'string' || out === '') {
      terminal.err('holdfast: trust keygen needs --out\n');
      return 2;
    }
    const { privateKey, publicKey } = newBundleKeys();
    writeFileSync(`${out}.key.pem`, privateKey, { mode: 0o600, flag: 'wx' });
    writeFileSync(`${out}.pub.pem`, publicKey, { flag: 'wx' });
    terminal.out(
      `${out}.key.pem signs bundles: keep it to yourself.\n${out}.pub.pem: HOLDFAST_TRUST_BUNDLE_KEY_FILE\n`,
    );
    return 0;
  },
};
