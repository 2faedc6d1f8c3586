import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useReducer, useState } from 'react';
import { ApiError } from '../api/client.ts';
import { ErrorState } from '../design/error-state.tsx';
import { Notice } from '../design/notice.tsx';
import { SkeletonList } from '../design/skeleton-list.tsx';
import { addWords } from '../words/add-passkey.ts';
import { enrolWords as words } from '../words/enrol.ts';
import { openInvitation } from './api.ts';
import { EnrolFrame } from './enrol-frame.tsx';
import { dropToken, placeOfToken, takeToken } from './invitation-token.ts';
import { type Invitation, proceed, stepOf } from './model.ts';
import { DoneStage, FirstStage, SecondStage, TryStage } from './stages.tsx';

const route = getRouteApi('/enrol/$token');

export function EnrolScreen(): ReactNode {
  const { token: fromAddress } = route.useParams();
  const navigate = useNavigate();
  const [token] = useState(() => takeToken(fromAddress, window.sessionStorage));
  useEffect(() => {
    if (fromAddress !== placeOfToken)
      void navigate({ to: '/enrol/$token', params: { token: placeOfToken }, replace: true });
  }, [fromAddress, navigate]);
  if (token === undefined) return <NoInvitation />;
  return <Opened token={token} />;
}

/** Somebody came without a link, or the link was cut off on its way. */
export function NoInvitation(): ReactNode {
  return <Unusable title={words('no_invitation')} text={words('no_invitation_text')} />;
}

function Opened({ token }: { token: string }): ReactNode {
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => openInvitation(token),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (invitation.data !== undefined) return <Enrolment token={token} invitation={invitation.data} />;
  if (invitation.error instanceof ApiError && isUnusable(invitation.error)) {
    return <Unusable title={words('unusable_title')} text={invitation.error.message} />;
  }
  return (
    <EnrolFrame title={words('title')}>
      {invitation.isError ? (
        <ErrorState error={invitation.error} onRetry={() => void invitation.refetch()} />
      ) : (
        <SkeletonList rows={3} />
      )}
    </EnrolFrame>
  );
}

/** Expired, used, withdrawn or never given: the server says what it may say. */
function isUnusable({ status }: ApiError): boolean {
  return status >= 400 && status < 500 && status !== 429;
}

function Unusable({ title, text }: { title: string; text: string }): ReactNode {
  return (
    <EnrolFrame title={title}>
      <Notice kind="attention">
        <Text>{text}</Text>
      </Notice>
      <Text>{words('unusable_next')}</Text>
      <Anchor href="/">{words('to_sign_in')}</Anchor>
    </EnrolFrame>
  );
}

function Enrolment({ token, invitation }: { token: string; invitation: Invitation }): ReactNode {
  const [stage, dispatch] = useReducer(proceed, { at: 'first' });
  const [naming, setNaming] = useState(false);
  const organisation = invitation.organisation.name;
  const title =
    stage.at === 'first' ? words('welcome', { name: invitation.person.displayName }) : words(`step_${stage.at}`);
  useEffect(() => {
    if (stage.at !== 'first' && stage.at !== 'second') setNaming(false);
  }, [stage.at]);
  return (
    <EnrolFrame
      organisation={organisation}
      title={naming ? addWords('naming_title') : title}
      fieldHasFocus={naming}
      progress={stepOf(stage, invitation.wanted)}
    >
      {stage.at === 'first' && (
        <FirstStage
          token={token}
          invitation={invitation}
          onNaming={setNaming}
          onSaved={(added) => {
            dropToken(window.sessionStorage);
            dispatch({ is: 'first_saved', added });
          }}
        />
      )}
      {stage.at === 'try' && <TryStage stage={stage} onTried={(next) => dispatch({ is: 'tried', next })} />}
      {stage.at === 'second' && (
        <SecondStage
          key={stage.wanted.have}
          stage={stage}
          onNaming={setNaming}
          onSaved={(added) => dispatch({ is: 'another_saved', added })}
          onSkip={() => dispatch({ is: 'skipped' })}
        />
      )}
      {stage.at === 'done' && <DoneStage stage={stage} organisation={organisation} />}
    </EnrolFrame>
  );
}
