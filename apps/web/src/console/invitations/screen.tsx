import { Button, Group, Modal } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Column } from '../../design/data-list.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { TimeText } from '../../design/time-text.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { designWords } from '../../words/design.ts';
import { count } from '../count.ts';
import { ListPage } from '../lists/list-page.tsx';
import { readListSearch } from '../lists/list-search.ts';
import { useAddress } from '../lists/use-address.ts';
import { PersonLink } from '../parts/console-link.tsx';
import { type FreshInvitation, FreshLink } from '../parts/fresh-link.tsx';
import { InvitationMark } from '../parts/state-mark.tsx';
import { words } from '../words.ts';
import { InvitationDialog } from './act-dialog.tsx';
import { invitationsQuery, readInvitations } from './api.ts';
import { type InvitationAct, type InvitationRow, invitationActs, invitationCsv, invitationFilters } from './model.ts';

export type Asked = { readonly act: InvitationAct; readonly row: InvitationRow };

export function InvitationsScreen(): ReactNode {
  const { search, go } = useAddress(readListSearch);
  const query = useQuery(invitationsQuery(search));
  const { permissions } = useSignedIn();
  const [asked, setAsked] = useState<Asked>();
  const [made, setMade] = useState<{ invitation: FreshInvitation; name: string }>();
  return (
    <>
      <ListPage
        page={{ title: words('invitations.title'), sentence: words('invitations.text') }}
        search={search}
        go={go}
        filters={invitationFilters}
        placeholder={words('invitations.placeholder')}
        query={query}
        columns={columns(permissions, setAsked)}
        rowKey={(row) => row.id}
        countText={(total) => words('invitations.count', { count: count(total) })}
        empty={
          <EmptyState
            icon={<IconMail size={32} />}
            title={words('invitations.emptyTitle')}
            text={words('invitations.empty')}
          />
        }
        csv={{ columns: invitationCsv, file: 'invitations', read: readInvitations(search) }}
      />
      {asked !== undefined && <InvitationDialog asked={asked} onMade={setMade} onClose={() => setAsked(undefined)} />}
      <Modal
        opened={made !== undefined}
        onClose={() => setMade(undefined)}
        size="lg"
        closeOnClickOutside={false}
        title={made === undefined ? '' : words('invitations.renew.made', { person: made.name })}
        closeButtonProps={{ 'aria-label': designWords('close') }}
      >
        {made !== undefined && <FreshLink {...made} />}
      </Modal>
    </>
  );
}

function columns(permissions: readonly string[], onAct: (asked: Asked) => void): readonly Column<InvitationRow>[] {
  const acts: Column<InvitationRow> = {
    key: 'acts',
    header: words('invitations.columns.acts'),
    align: 'end',
    acts: true,
    cell: (row) => {
      const acts = invitationActs(row, permissions);
      return acts.length === 0 ? null : <Acts row={row} acts={acts} onAct={onAct} />;
    },
  };
  return [
    {
      key: 'person',
      header: words('invitations.columns.person'),
      names: true,
      cell: (row) => <PersonLink person={row.person} />,
    },
    {
      key: 'status',
      header: words('invitations.columns.status'),
      cell: (row) => <InvitationMark status={row.status} />,
    },
    { key: 'created', header: words('invitations.columns.created'), cell: (row) => <TimeText at={row.createdAt} /> },
    {
      key: 'createdBy',
      header: words('invitations.columns.createdBy'),
      cell: (row) => row.createdBy ?? words('invitations.bySystem'),
    },
    { key: 'expires', header: words('invitations.columns.expires'), cell: (row) => <TimeText at={row.expiresAt} /> },
    ...(permissions.includes('invitations:write') ? [acts] : []),
  ];
}

type ActsProps = { row: InvitationRow; acts: readonly InvitationAct[]; onAct: (asked: Asked) => void };

function Acts({ row, acts, onAct }: ActsProps): ReactNode {
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {acts.map((act) => (
        <Button
          key={act}
          size="xs"
          variant="default"
          aria-label={words(`invitations.${act}.named`, { person: row.person.displayName })}
          onClick={() => onAct({ act, row })}
        >
          {words(`invitations.${act}.act`)}
        </Button>
      ))}
    </Group>
  );
}
