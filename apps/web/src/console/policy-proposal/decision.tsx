import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { describeError } from '../../design/describe-error.ts';
import { Notice } from '../../design/notice.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { count } from '../count.ts';
import { ReasonField } from '../parts/reason-field.tsx';
import { Section } from '../parts/section.tsx';
import { useAct } from '../parts/use-act.ts';
import { words } from '../words.ts';
import { approveProposal, type ProposalAnswer, rejectProposal, withdrawProposal } from './api.ts';
import { partOf } from './model.ts';

/** What its reader can do: decide, take back their own, or only read why they cannot. */
export function Decision({ answer }: { answer: ProposalAnswer }): ReactNode {
  const { person, may } = useSignedIn();
  const part = partOf(answer.proposal, { id: person.id, mayApprove: may('policy:approve') });
  switch (part) {
    case 'proposer':
      return <YourOwn answer={answer} />;
    case 'approver':
      return <Decide answer={answer} />;
    case 'reader':
      return <Text c="dimmed">{words('policy.proposal.mayNotDecide')}</Text>;
  }
}

function YourOwn({ answer: { proposal, diff } }: { answer: ProposalAnswer }): ReactNode {
  const act = useAct();
  const [opened, dialog] = useDisclosure(false);
  const withdraw = async (): Promise<void> => {
    await act(
      () => withdrawProposal(proposal.id),
      () => words('policy.proposal.withdrawn'),
    );
  };
  return (
    <Section title={words('policy.proposal.yourOwn')}>
      <Stack align="flex-start">
        {diff.approvers === 0 ? (
          <Notice kind="attention">{words('policy.apply.nobodyApproves')}</Notice>
        ) : (
          <Text>
            {words('policy.proposal.yourOwnText')} {words('policy.apply.approvers', { count: count(diff.approvers) })}
          </Text>
        )}
        <Button variant="default" onClick={dialog.open}>
          {words('policy.proposal.withdraw')}
        </Button>
      </Stack>
      <ConfirmDialog
        opened={opened}
        title={words('policy.proposal.withdrawTitle')}
        confirm={words('policy.proposal.withdraw')}
        onConfirm={withdraw}
        onClose={dialog.close}
      >
        {words('policy.proposal.withdrawText')}
      </ConfirmDialog>
    </Section>
  );
}

/** The digest of what is on the screen goes with the approval; what is refused is said here, and what changed is read again. */
function Decide({ answer: { proposal } }: { answer: ProposalAnswer }): ReactNode {
  const act = useAct();
  const [note, setNote] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const [rejecting, dialog] = useDisclosure(false);
  const approve = async (): Promise<void> => {
    setBusy(true);
    setRefused(undefined);
    try {
      await act(
        () => approveProposal(proposal.id, { digest: proposal.digest, note: note.trim() }),
        ({ version }) => words('policy.proposal.approved', { version }),
      );
    } catch (error) {
      if (!(error instanceof Error && error.name === 'cancelled')) setRefused(describeError(error).what);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={words('policy.proposal.decide')}>
      <Stack>
        {refused !== undefined && (
          <Notice kind="bad" announce>
            {refused}
          </Notice>
        )}
        <Text maw={720}>{words('policy.proposal.decideText')}</Text>
        <Textarea
          label={words('policy.proposal.approveNote')}
          maxLength={500}
          autosize
          minRows={2}
          maw={640}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group>
          <Button onClick={() => void approve()} loading={isBusy}>
            {words('policy.proposal.approve')}
          </Button>
          <Button variant="default" onClick={dialog.open} disabled={isBusy}>
            {words('policy.proposal.reject')}
          </Button>
        </Group>
      </Stack>
      {rejecting && <RejectDialog proposalId={proposal.id} onClose={dialog.close} />}
    </Section>
  );
}

function RejectDialog({ proposalId, onClose }: { proposalId: string; onClose: () => void }): ReactNode {
  const act = useAct();
  const [reason, setReason] = useState('');
  const reject = async (): Promise<void> => {
    await act(
      () => rejectProposal(proposalId, reason.trim()),
      () => words('policy.proposal.rejected'),
    );
  };
  return (
    <ConfirmDialog
      opened
      title={words('policy.proposal.rejectTitle')}
      confirm={words('policy.proposal.reject')}
      confirmDisabled={reason.trim() === ''}
      onConfirm={reject}
      onClose={onClose}
    >
      <Stack>
        <Text>{words('policy.proposal.rejectText')}</Text>
        <ReasonField value={reason} onChange={setReason} help={words('policy.proposal.reasonHelp')} />
      </Stack>
    </ConfirmDialog>
  );
}
