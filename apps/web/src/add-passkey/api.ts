import { call } from '../api/client.ts';
import type { OptionsJson, ResponseJson } from '../ceremony/browser.ts';
import { signalAccepted } from '../ceremony/signals.ts';
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
