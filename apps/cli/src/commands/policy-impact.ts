import { type Command, jsonOption, printJson, printRefusal } from '../command.ts';
import { firstNames, impactText, weigh } from '../impact-text.ts';
import { policyOf, readText } from '../policy-files.ts';
import { withInstallation } from '../with-installation.ts';

export const policyImpact: Command = {
  name: 'policy impact',
  summary: 'Tells whom a policy file would concern, over everybody and the last 30 days',
  usage: 'FILE [--json]',
  help: 'Judges every passkey by the policy in force and by FILE, counts who would lose or gain what, and replays the sign-ins of\nthe last 30 days. Changes nothing. Names the first 100 people of each list; --json has them too. FILE may be - for standard\ninput. Exits with 1 when somebody would be locked out, or when FILE has errors.',
  options: jsonOption,
  positionalsMax: 1,
  run: async (terminal, { json }, [file]) => {
    if (file === undefined) {
      terminal.err('holdfast: policy impact needs a file\n');
      return 2;
    }
    const text = readText(terminal, file);
    if (text === null) return 2;
    if (policyOf(terminal, text) === null) return 1;
    return await withInstallation(terminal, async (installation) => {
      const weighed = await weigh(terminal, installation, text.source);
      if (!weighed.ok) return printRefusal(terminal, weighed.error);
      const { result, named } = weighed.value;
      const names = await firstNames(installation, named);
      if (json === true) printJson(terminal, { ...result, names });
      else terminal.out(impactText(result, names));
      return result.all.locked_out > 0 ? 1 : 0;
    });
  },
};
