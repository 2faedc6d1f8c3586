import { call } from '../api/client.ts';
import { canAskImmediately, canAutofill, getPasskey } from '../ceremony/browser.ts';
import { signalUnknown } from '../ceremony/signals.ts';
import { afterSignIn } from '../session/sign-in-address.ts';
import { type SignInFlow, type SignInPorts, signInFlow } from './flow.ts';
import { findPage, type SignInPage } from './page.ts';

const asked = new URLSearchParams(window.location.search).get('next');
const page = findPage();
const flow = signInFlow(portsFor(page));
page.onPasskey(() => void flow.withPasskey());
page.onUsername((username) => void flow.withUsername(username));
page.followScheme();
if (window.location.pathname === '/recover') window.location.hash = 'cannot';
// A page that comes back from the browser's history still shows the end of the last sign-in.
window.addEventListener('pageshow', (event) => event.persisted && window.location.reload());
void begin(page, flow);

async function begin(shown: SignInPage, signIn: SignInFlow): Promise<void> {
  try {
    const { organisation, origin, signedIn } = await call('GET /api/v1/context');
    shown.showPlace(organisation.name, origin);
    if (signedIn !== null) {
      shown.show({ at: 'leaving' });
      leave(afterSignIn(asked, signedIn.roles.length > 0 ? '/console' : '/account', window.location.origin));
      return;
    }
  } catch {
    // Without the name of the organisation the page still works; what is wrong with the server, the button will say.
    shown.showPlace('', window.location.origin);
  }
  await signIn.start();
}

function portsFor(shown: SignInPage): SignInPorts {
  return {
    options: async (username) =>
      (await call('POST /api/v1/sign-in/options', { body: username === undefined ? {} : { username } })).publicKey,
    verify: async (response) => {
      const { next } = await call('POST /api/v1/sign-in/verify', { body: { response } });
      return afterSignIn(asked, next, window.location.origin);
    },
    forget: async (response) => {
      try {
        await signalUnknown(await call('POST /api/v1/sign-in/unknown-credential', { body: { response } }), response.id);
      } catch {
        // Only a courtesy to the browser: the refusal itself is told in any case.
      }
    },
    get: getPasskey,
    canAutofill,
    canAskImmediately,
    pressStillCounts: () => navigator.userActivation?.isActive ?? false,
    now: () => Date.now(),
    later: (ms, run) => {
      const timer = window.setTimeout(run, ms);
      return () => window.clearTimeout(timer);
    },
    show: shown.show,
    go: leave,
  };
}

function leave(next: string): void {
  window.location.replace(next);
}
