import { Button, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { Notice } from '../../design/notice.tsx';
import { SkeletonList } from '../../design/skeleton-list.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { Section } from '../parts/section.tsx';
import { useLeaving } from '../parts/use-unsaved.ts';
import { type Diff, diffQuery } from '../policy-change/api.ts';
import { kindOfDiff } from '../policy-change/model.ts';
import { words } from '../words.ts';
import { checkQuery, type Problem } from './api.ts';
import { Compared } from './compared.tsx';
import { isChanged, isCompared, type Start } from './draft.ts';
import classes from './edit.module.css';
import { PolicyEditor } from './editor.tsx';
import { goToLine, showLine } from './editor-dom.ts';
import { marksOf, sourceProblem } from './model.ts';
import { ProblemList } from './problem-list.tsx';
import { lineCount } from './text-model.ts';
import { useDraft } from './use-draft.ts';

/** How long somebody pauses before their text is checked. */
const TYPING_MS = 500;

export type WorkbenchProps = {
  readonly start: Start;
  readonly source: string;
  readonly onStartOver: () => void;
};

/** The text, and below it, as soon as it was compared, what it changes, for whom, and the way to put it into force. */
export function Workbench({ start, source, onStartOver }: WorkbenchProps): ReactNode {
  const { id: personId } = useSignedIn().person;
  const drafting = useDraft(personId, start, source);
  const { draft } = drafting;
  const diff = useQuery({ ...diffQuery(draft.source), enabled: isCompared(draft) });
  const [pressed, setPressed] = useState<string>();
  useLeaving(isChanged(draft));
  const isUsable = diff.data !== undefined && kindOfDiff(diff.data) !== 'unusable';
  return (
    <Stack>
      <TextSection
        drafting={drafting}
        isComparing={diff.isFetching}
        known={isCompared(draft) ? diff.data?.problems : undefined}
        isUsable={isCompared(draft) && isUsable}
        blockedAt={
          isCompared(draft) && !isUsable && pressed === draft.source ? blockOf(draft.source, diff.data) : undefined
        }
        onCompare={() => {
          setPressed(draft.source);
          drafting.change({ compared: draft.source });
          if (isCompared(draft)) void diff.refetch();
        }}
        onStartOver={onStartOver}
      />
      {isCompared(draft) && (
        <>
          {diff.isError && <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />}
          {diff.isLoading && <SkeletonList rows={3} />}
          {isUsable && (
            <Arrived isWanted={pressed === draft.source}>
              <Compared diff={diff.data} drafting={drafting} />
            </Arrived>
          )}
        </>
      )}
    </Stack>
  );
}

function blockOf(source: string, diff: Diff | undefined): TextSectionProps['blockedAt'] {
  const first = diff?.problems.find(({ severity }) => severity === 'error');
  return first === undefined ? undefined : { source, line: first.line };
}

/** Takes the focus when it appears because somebody asked for it, so that what is new is read and seen. */
function Arrived({ isWanted, children }: { isWanted: boolean; children: ReactNode }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isWanted) box.current?.focus();
  }, [isWanted]);
  return (
    <div ref={box} tabIndex={-1} className={classes['arrived']}>
      {children}
    </div>
  );
}

type TextSectionProps = {
  readonly drafting: ReturnType<typeof useDraft>;
  readonly isComparing: boolean;
  /** The problems of this very text, where it was compared. */
  readonly known: readonly Problem[] | undefined;
  /** It was compared and can go on. */
  readonly isUsable: boolean;
  /** The text that somebody wanted to compare and that has errors, and the line of the first. */
  readonly blockedAt: { readonly source: string; readonly line: number } | undefined;
  readonly onCompare: () => void;
  readonly onStartOver: () => void;
};

function TextSection(props: TextSectionProps): ReactNode {
  const { drafting, isComparing, isUsable, blockedAt, onCompare, onStartOver } = props;
  const { draft, change } = drafting;
  const area = useRef<HTMLTextAreaElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const ids = { editor: useId(), problems: useId() };
  const checking = useChecking(draft.source);
  const found = props.known ?? checking.problems;
  const [unsendable, setUnsendable] = useState<string>();
  const line = blockedAt?.line;
  useEffect(() => {
    if (line !== undefined && area.current !== null) showLine(area.current, line);
    if (line !== undefined || unsendable !== undefined) list.current?.focus();
  }, [line, unsendable]);
  const compare = (): void => {
    const wrong = sourceProblem(draft.source);
    setUnsendable(wrong);
    if (blockedAt !== undefined) list.current?.focus();
    if (wrong === undefined) onCompare();
  };
  return (
    <Section
      title={words('policy.edit.editor')}
      text={startText(draft.start)}
      aside={isChanged(draft) && <StartOver onStartOver={onStartOver} />}
    >
      <Stack>
        {!drafting.isKept && <Notice kind="attention">{words('policy.edit.notKept')}</Notice>}
        <PolicyEditor
          area={area}
          id={ids.editor}
          source={draft.source}
          onChange={(source) => {
            setUnsendable(undefined);
            change({ source });
          }}
          marks={marksOf(found ?? [], lineCount(draft.source))}
          describedBy={ids.problems}
        />
        <ProblemList
          id={ids.problems}
          box={list}
          {...checking}
          problems={found}
          unsendable={unsendable}
          isBlocking={blockedAt?.source === draft.source}
          onGoTo={(line) => area.current !== null && goToLine(area.current, line)}
        />
        <Group>
          <Button variant={isUsable ? 'default' : 'filled'} loading={isComparing} onClick={compare}>
            {words('policy.edit.compare')}
          </Button>
          {isChanged(draft) && drafting.isKept && (
            <Text size="sm" c="dimmed" flex="1 1 240px">
              {words('policy.edit.kept')}
            </Text>
          )}
        </Group>
      </Stack>
    </Section>
  );
}

/** The problems of the text as it was at the last pause. */
function useChecking(source: string) {
  const [settled] = useDebouncedValue(source, TYPING_MS);
  const isSendable = sourceProblem(settled) === undefined;
  const query = useQuery({ ...checkQuery(settled), enabled: isSendable });
  return {
    problems: isSendable ? query.data?.problems : undefined,
    isChecking: query.isFetching,
    error: query.error,
  };
}

function startText(start: Start): string {
  if (start.at === 'proposal') return words('policy.edit.fromProposal');
  const { version } = start;
  return start.at === 'force'
    ? words('policy.edit.fromForce', { version })
    : words('policy.edit.fromVersion', { version });
}

function StartOver({ onStartOver }: { onStartOver: () => void }): ReactNode {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="subtle" onClick={dialog.open}>
        {words('policy.edit.startOver')}
      </Button>
      <ConfirmDialog
        opened={opened}
        danger
        title={words('policy.edit.startOverTitle')}
        confirm={words('policy.edit.discard')}
        onConfirm={async () => onStartOver()}
        onClose={dialog.close}
      >
        {words('policy.edit.startOverText')}
      </ConfirmDialog>
    </>
  );
}
