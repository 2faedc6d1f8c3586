import { call } from '../api/client.ts';
import type { OptionsJson, ResponseJson } from '../ceremony/browser.ts';
import { signalAccepted, signalUnknown } from '../ceremony/signals.ts';
import type { Added } from './model.ts';

export async function creationOptions(token: string | undefined): Promise<OptionsJson> {
  return (await call('POST /api/v1/registration/options', { body: token === undefined ? {} : { token } })).publicKey;
}

export async function savePasskey(token: string | undefined, response: ResponseJson, name: string): Promise<Added> {
  const added = await call('POST /api/v1/registration/verify', {
    body: { response, name, ...(token === undefined ? {} : { token }) },
  });
  await signalAccepted(added.signal);
  return added;
}

/** A refused passkey exists in the browser and on no account: the browser may forget it, if the server says the same. */
export async function forgetRefused(response: ResponseJson): Promise<void> {
  try {
    const said = await call('POST /api/v1/sign-in/unknown-credential', { body: { response } });
    await signalUnknown(said, response.id);
  } catch {
    // Only a courtesy: when it cannot be asked, the passkey stays where it is and is refused at sign-in.
  }
}
