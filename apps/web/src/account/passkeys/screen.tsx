import { Button, Stack, Title } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Notice, type NoticeKind } from '../../design/notice.tsx';
import { Page } from '../../design/page.tsx';
import { SkeletonList } from '../../design/skeleton-list.tsx';
import { accountWords as words } from '../../words/account.ts';
import { addWords } from '../../words/add-passkey.ts';
import { namesInWords } from '../../words/names.ts';
import { AddPasskeyDialog, useAddDialog } from './add-dialog.tsx';
import { type Account, accountQuery, type OwnPasskey } from './api.ts';
import { endsWell, inOrder, progressOf, replacementsOf } from './model.ts';
import { PasskeyCard } from './passkey-card.tsx';
import { RemoveDialog, RenameDialog } from './passkey-dialogs.tsx';
import classes from './passkeys.module.css';
import { ReplacePanel } from './replace-panel.tsx';
import { WantedPanel } from './wanted-panel.tsx';

export function PasskeysScreen(): ReactNode {
  const account = useQuery(accountQuery);
  if (account.data !== undefined) return <Passkeys account={account.data} />;
  return (
    <Page title={words('passkeys')} sentence={words('passkeys_sentence')}>
      {account.isError ? (
        <ErrorState error={account.error} onRetry={() => void account.refetch()} />
      ) : (
        <SkeletonList rows={3} height={120} />
      )}
    </Page>
  );
}

type Open = { readonly dialog: 'rename' | 'remove'; readonly passkey: OwnPasskey };

function Passkeys({ account }: { account: Account }): ReactNode {
  const [open, setOpen] = useState<Open>();
  const [said, setSaid] = useState<{ readonly text: string; readonly kind: NoticeKind }>();
  const queries = useQueryClient();
  const changed = async (text: string, kind: NoticeKind = 'good'): Promise<void> => {
    setSaid({ text, kind });
    await queries.invalidateQueries({ queryKey: accountQuery.queryKey });
  };
  const adding = useAddDialog(account, (name) => changed(addWords('added', { name })));
  const close = (): void => setOpen(undefined);
  const replacements = replacementsOf(account);
  return (
    <Page
      title={words('passkeys')}
      sentence={words('passkeys_sentence')}
      action={
        <AddButton account={account} loading={adding.opening} onAdd={adding.open} isSecond={replacements.length > 0} />
      }
    >
      <Stack gap="lg">
        {said !== undefined && (
          <Notice kind={said.kind} announce>
            {said.text}
          </Notice>
        )}
        {adding.problem !== undefined && <ErrorState error={adding.problem} onRetry={adding.open} />}
        {replacements.map((replacement) => (
          <ReplacePanel
            key={replacement.passkey.id}
            replacement={replacement}
            adding={adding.opening}
            onAdd={adding.open}
            onRemove={(passkey) => setOpen({ dialog: 'remove', passkey })}
          />
        ))}
        <WantedPanel wanted={account.wanted} progress={progressOf(account.wanted)} />
        <PasskeyList passkeys={inOrder(account.passkeys)} onOpen={setOpen} onAnswered={changed} />
      </Stack>
      <AddPasskeyDialog adding={adding} wanted={account.wanted} />
      {open?.dialog === 'rename' && <RenameDialog passkey={open.passkey} onClose={close} onDone={changed} />}
      {open?.dialog === 'remove' && (
        <RemoveDialog
          passkey={open.passkey}
          onClose={close}
          onDone={(removed) => changed(endsWell(account, open.passkey) ? allIsWell(account, open.passkey) : removed)}
        />
      )}
    </Page>
  );
}

function allIsWell(account: Account, removed: OwnPasskey): string {
  const left = account.passkeys.filter(({ status }) => status === 'active').map(({ name }) => name);
  return words('replaced', { name: removed.name, count: left.length, names: namesInWords(left) });
}

type AddButtonProps = {
  readonly account: Account;
  readonly loading: boolean;
  readonly onAdd: () => void;
  /** Where a passkey is to be replaced, the button of that step comes first. */
  readonly isSecond: boolean;
};

function AddButton({ account, loading, onAdd, isSecond }: AddButtonProps): ReactNode {
  if (!account.wanted.mayAdd) return null;
  return (
    <Button
      {...(isSecond && { variant: 'default' })}
      leftSection={<IconPlus size={18} aria-hidden="true" />}
      loading={loading}
      onClick={onAdd}
    >
      {words('add')}
    </Button>
  );
}

function PasskeyList({
  passkeys,
  onOpen,
  onAnswered,
}: {
  passkeys: readonly OwnPasskey[];
  onOpen: (open: Open) => void;
  onAnswered: (said: string, kind: NoticeKind) => Promise<void>;
}): ReactNode {
  if (passkeys.length === 0) {
    return <EmptyState icon={<IconKey size={32} />} title={words('no_passkeys')} text={words('no_passkeys_text')} />;
  }
  return (
    <section aria-label={words('passkeys_list')}>
      <Title order={2} mb="sm">
        {words('passkeys_list')}
      </Title>
      <ul className={classes['list']}>
        {passkeys.map((passkey) => (
          <PasskeyCard
            key={passkey.id}
            passkey={passkey}
            onRename={() => onOpen({ dialog: 'rename', passkey })}
            onRemove={() => onOpen({ dialog: 'remove', passkey })}
            onAnswered={onAnswered}
          />
        ))}
      </ul>
    </section>
  );
}
