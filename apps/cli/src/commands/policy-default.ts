import { defaultPolicySource } from '@holdfast/policy';
import type { Command } from '../command.ts';

export const policyDefault: Command = {
  name: 'policy default',
  summary: 'Prints the shipped policy, to start one’s own from',
  usage: '',
  help: 'For example: holdfast policy default > policy.yaml, then name the file in HOLDFAST_POLICY_FILE.',
  options: {},
  positionalsMax: 0,
  run: async ({ out }) => {
    out(defaultPolicySource);
    return 0;
  },
};
