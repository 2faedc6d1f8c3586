import { Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call } from '../api/client.ts';
import { describeError } from '../design/describe-error.ts';
import { sessionWords as words } from '../words/session.ts';

/** Ends this session and goes to the sign-in page. */
export function SignOutButton({ fullWidth = false }: { fullWidth?: boolean }): ReactNode {
  const signOut = useMutation({
    mutationFn: () => call('POST /api/v1/sign-out'),
    onSuccess: () => window.location.assign('/'),
  });
  return (
    <>
      <Button variant="default" fullWidth={fullWidth} loading={signOut.isPending} onClick={() => signOut.mutate()}>
        {words('sign_out')}
      </Button>
      {signOut.isError && (
        <Text role="alert" size="sm" c="red">
          {words('sign_out_failed', { why: describeError(signOut.error).what })}
        </Text>
      )}
    </>
  );
}
