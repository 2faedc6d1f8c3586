import type { Permission } from '@holdfast/server/contract';
import { Box } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { ErrorState } from '../design/error-state.tsx';
import { SkeletonList } from '../design/skeleton-list.tsx';
import { type Context, contextQuery, type SignedIn } from './context-query.ts';
import { FreshProvider } from './fresh.tsx';
import { goToSignIn } from './go-to-sign-in.ts';

export type Reader = SignedIn & {
  readonly organisation: Context['organisation'];
  readonly may: (permission: Permission) => boolean;
};

const ReaderContext = createContext<Reader | undefined>(undefined);

/** Who is signed in, and what they may do. Only below `SignedInGate`. */
export function useSignedIn(): Reader {
  const reader = useContext(ReaderContext);
  if (reader === undefined) throw new Error('useSignedIn needs a SignedInGate above it.');
  return reader;
}

/** Shows what is below it to people who are signed in; sends everybody else to the sign-in page and back. */
export function SignedInGate({ children }: { children: ReactNode }): ReactNode {
  const context = useQuery(contextQuery);
  const signedOut = context.data?.signedIn === null;
  useEffect(() => {
    if (signedOut) goToSignIn('replace');
  }, [signedOut]);
  if (context.isError) {
    return (
      <Box maw={720} mx="auto" p="lg">
        <ErrorState error={context.error} onRetry={() => void context.refetch()} />
      </Box>
    );
  }
  if (context.data?.signedIn == null) {
    return (
      <Box maw={1200} mx="auto" p="lg">
        <SkeletonList rows={4} />
      </Box>
    );
  }
  const { organisation, signedIn } = context.data;
  const may = (permission: Permission): boolean => signedIn.permissions.includes(permission);
  return (
    <ReaderContext.Provider value={{ ...signedIn, organisation, may }}>
      <FreshProvider>{children}</FreshProvider>
    </ReaderContext.Provider>
  );
}
