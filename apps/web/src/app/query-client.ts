import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/client.ts';
import { freshNeeded } from '../session/fresh.tsx';
import { goToSignIn } from '../session/go-to-sign-in.ts';

/** Asks again only what may be answered another time, and leads to the sign-in page when a session has ended. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: toSignIn }),
    mutationCache: new MutationCache({ onError: toSignIn }),
    defaultOptions: {
      // The browser's guess that there is no network would keep a page waiting without a word; asking says what is wrong.
      queries: { networkMode: 'always', staleTime: 10_000, retry: (failures, error) => failures < 2 && mayPass(error) },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

function mayPass(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 502);
}

function toSignIn(error: unknown): void {
  if (!(error instanceof ApiError) || error.status !== 401 || error.name === freshNeeded) return;
  if (window.location.pathname.startsWith('/enrol')) return;
  goToSignIn('assign');
}
