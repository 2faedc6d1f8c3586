import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { Page } from '../../design/page.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { useAddress } from '../lists/use-address.ts';
import { Reading } from '../parts/reading.tsx';
import { PageColumn } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import { isSameStart, type Start } from './draft.ts';
import { type EditSearch, readEditSearch } from './edit-search.ts';
import { startQuery } from './start-query.ts';
import { forgetDraft, keptDraft } from './use-draft.ts';
import { Workbench } from './workbench.tsx';

const crumbs = [{ label: words('policy.title'), to: '/console/policy' }];

/** Where the policy is changed; for those who may not, where a text is tried. */
export function PolicyEditScreen(): ReactNode {
  const { may } = useSignedIn();
  const { search, go } = useAddress(readEditSearch);
  const mayChange = may('policy:write');
  return (
    <PageColumn>
      <Page
        title={mayChange ? words('policy.edit.title') : words('policy.edit.readOnlyTitle')}
        sentence={mayChange ? words('policy.edit.text') : words('policy.edit.readOnlyText')}
        crumbs={crumbs}
      >
        <Started search={search} go={go} />
      </Page>
    </PageColumn>
  );
}

type StartedProps = { readonly search: EditSearch; readonly go: (search: EditSearch, replace?: boolean) => void };

/** One draft at a time: somebody who asks for another text chooses, and then nothing of the first is lost by accident. */
function Started({ search, go }: StartedProps): ReactNode {
  const { id: personId } = useSignedIn().person;
  const [round, setRound] = useState(0);
  const query = useQuery(startQuery(search));
  const startOver = (): void => {
    forgetDraft(personId);
    setRound(round + 1);
  };
  return (
    <Reading view={viewOf(query)} onRetry={() => void query.refetch()} rows={8}>
      {({ start, source }) => {
        const draft = keptDraft(personId);
        const isAnother = draft !== null && start.at !== 'force' && !isSameStart(draft.start, start);
        if (isAnother) return <TwoTexts start={start} onKeep={() => go({}, true)} onStart={startOver} />;
        return (
          <Workbench
            key={`${round} ${JSON.stringify(search)}`}
            start={start}
            source={source}
            onStartOver={() => {
              startOver();
              go({}, true);
            }}
          />
        );
      }}
    </Reading>
  );
}

type TwoTextsProps = { readonly start: Start; readonly onKeep: () => void; readonly onStart: () => void };

function TwoTexts({ start, onKeep, onStart }: TwoTextsProps): ReactNode {
  return (
    <EmptyState
      title={words('policy.edit.two.title')}
      text={words('policy.edit.two.text')}
      action={
        <Group justify="center">
          <Button onClick={onKeep}>{words('policy.edit.two.keep')}</Button>
          <Button variant="default" onClick={onStart}>
            {start.at === 'proposal'
              ? words('policy.edit.two.proposal')
              : words('policy.edit.two.version', { version: start.version })}
          </Button>
        </Group>
      }
    />
  );
}
