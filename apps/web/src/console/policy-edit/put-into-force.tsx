import { Button, Checkbox, Group, Stack, Text, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { FormErrors } from '../../design/form-errors.tsx';
import { Notice } from '../../design/notice.tsx';
import { count } from '../count.ts';
import { ConsoleLink } from '../parts/console-link.tsx';
import { inputId, summary } from '../parts/form.ts';
import { Section } from '../parts/section.tsx';
import type { Diff } from '../policy-change/api.ts';
import { type Impact, impactQuery } from '../policy-impact/api.ts';
import { words } from '../words.ts';
import { type Prospect, prospectOf } from './model.ts';
import { usePutIntoForce } from './use-put-into-force.ts';

const FORM = 'policy-apply';

export type PutIntoForceProps = {
  readonly diff: Diff;
  readonly source: string;
  /** The job that worked out whom it concerns; null where nobody asked. */
  readonly jobId: string | null;
};

/** The act: what will happen in plain words, why it is done, and one button that says which of the two it does. */
export function PutIntoForce({ diff, source, jobId }: PutIntoForceProps): ReactNode {
  const { data: impact } = useQuery({ ...impactQuery(jobId ?? ''), enabled: jobId !== null });
  const prospect = prospectOf(diff);
  const form = usePutIntoForce(diff, source);
  const proposes = prospect.at !== 'apply';
  return (
    <Section title={proposes ? words('policy.apply.titlePropose') : words('policy.apply.title')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        <Stack>
          <FormErrors errors={summary(FORM, form.errors)} />
          <Refused form={form} />
          <WhatHappens prospect={prospect} approvers={diff.approvers} impact={impact?.result ?? null} />
          {prospect.at === 'force' && (
            <Checkbox
              id={inputId(FORM, 'force')}
              label={words('policy.apply.force')}
              description={words('policy.apply.forceText')}
              checked={form.wish.isForced}
              error={form.errors.force}
              onChange={(event) => form.change({ isForced: event.currentTarget.checked })}
            />
          )}
          <Textarea
            id={inputId(FORM, 'note')}
            label={words('policy.apply.note')}
            description={words('policy.apply.noteHelp')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            required
            maxLength={500}
            autosize
            minRows={2}
            maw={640}
            value={form.wish.note}
            error={form.errors.note}
            onChange={(event) => form.change({ note: event.currentTarget.value })}
          />
          <Group>
            <Button type="submit" variant={jobId === null ? 'default' : 'filled'} loading={form.isBusy}>
              {proposes
                ? words('policy.apply.submitPropose')
                : words('policy.apply.submit', { version: prospect.version })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

type WhatHappensProps = {
  readonly prospect: Prospect;
  readonly approvers: number;
  readonly impact: Impact | null;
};

function WhatHappens({ prospect, approvers, impact }: WhatHappensProps): ReactNode {
  const { at, version, nobodyApproves } = prospect;
  const lockedOut = impact?.all.locked_out ?? 0;
  return (
    <>
      <Text maw={720}>
        {at === 'apply' ? words('policy.apply.atOnce', { version }) : words('policy.apply.proposed')}{' '}
        {at !== 'apply' && !nobodyApproves && words('policy.apply.approvers', { count: count(approvers) })}
      </Text>
      {nobodyApproves && <Notice kind="attention">{words('policy.apply.nobodyApproves')}</Notice>}
      {impact === null && <Notice kind="attention">{words('policy.apply.notWorkedOut')}</Notice>}
      {lockedOut > 0 && <Notice kind="bad">{words('policy.apply.lockedOut', { count: count(lockedOut) })}</Notice>}
    </>
  );
}

/** Nothing was done, nothing is lost; why, and the way on. */
function Refused({ form }: { form: ReturnType<typeof usePutIntoForce> }): ReactNode {
  const { refused } = form;
  if (refused === undefined) return null;
  return (
    <Notice kind="bad" announce>
      {refused.what}{' '}
      {refused.isProposed && (
        <ConsoleLink to="/console/policy" search={{ tab: 'approvals' }} inText>
          {words('policy.apply.exists')}
        </ConsoleLink>
      )}
    </Notice>
  );
}
