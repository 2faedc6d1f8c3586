import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../design/page.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { count } from '../count.ts';
import { Reading } from '../parts/reading.tsx';
import { HeadFacts, PageColumn } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { words } from '../words.ts';
import { AddMember } from './add-member.tsx';
import { groupQuery } from './api.ts';
import { DeleteGroup } from './delete-group.tsx';
import { DescriptionDialog } from './description-dialog.tsx';
import { Members } from './members.tsx';
import type { GroupAnswer } from './model.ts';

const crumbs = [{ label: words('groups.title'), to: '/console/groups' }];

export function GroupScreen(): ReactNode {
  const { groupId = '' } = useParams({ strict: false });
  const query = useQuery(groupQuery(groupId));
  const view = viewOf(query);
  if (view.at === 'full') return <FullGroup key={groupId} answer={view.data} />;
  return (
    <PageColumn>
      <Page title={words('groups.title')} crumbs={crumbs}>
        <Reading view={view} onRetry={() => void query.refetch()}>
          {() => null}
        </Reading>
      </Page>
    </PageColumn>
  );
}

function FullGroup({ answer }: { answer: GroupAnswer }): ReactNode {
  const { group } = answer;
  const writes = useSignedIn().may('groups:write');
  const [opened, dialog] = useDisclosure(false);
  const edit = (
    <Button variant="default" onClick={dialog.open}>
      {words('group.edit')}
    </Button>
  );
  return (
    <PageColumn>
      <Page
        title={group.name}
        sentence={group.description === '' ? words('group.noDescription') : group.description}
        crumbs={crumbs}
        action={writes ? edit : undefined}
      >
        <HeadFacts facts={facts(answer)} />
        <Stack>
          {writes && <AddMember answer={answer} />}
          <Members answer={answer} writes={writes} />
          {writes && <DeleteGroup answer={answer} />}
        </Stack>
        {opened && <DescriptionDialog answer={answer} onClose={dialog.close} />}
      </Page>
    </PageColumn>
  );
}

function facts({ group }: GroupAnswer) {
  return [
    { key: 'members', name: words('group.facts.members'), value: count(group.members) },
    {
      key: 'populations',
      name: words('group.facts.populations'),
      value: group.populations.length === 0 ? words('groups.noPopulations') : group.populations.join(', '),
    },
    { key: 'created', name: words('group.facts.created'), value: <TimeText at={group.createdAt} /> },
  ];
}
