import { type Answer, call } from '../api/client.ts';
import { getPasskey } from '../ceremony/browser.ts';
import type { Invitation } from './model.ts';

export function openInvitation(token: string): Promise<Invitation> {
  return call('POST /api/v1/enrolment/open', { body: { token } });
}

/** A usernameless sign-in, as on the sign-in page. */
export async function signInOnce(): Promise<Answer<'POST /api/v1/sign-in/verify'>> {
  const { publicKey } = await call('POST /api/v1/sign-in/options', { body: {} });
  const response = await getPasskey(publicKey, { manner: 'modal' });
  return call('POST /api/v1/sign-in/verify', { body: { response } });
}
