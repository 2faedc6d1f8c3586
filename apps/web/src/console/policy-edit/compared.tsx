import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSignedIn } from '../../session/signed-in.tsx';
import { Section } from '../parts/section.tsx';
import type { Diff } from '../policy-change/api.ts';
import { Changes } from '../policy-change/changes.tsx';
import { LockOutWarnings } from '../policy-change/lock-out.tsx';
import { kindOfDiff } from '../policy-change/model.ts';
import { startImpact } from '../policy-impact/api.ts';
import { ImpactPanel } from '../policy-impact/panel.tsx';
import { words } from '../words.ts';
import { jobOf } from './draft.ts';
import { PutIntoForce } from './put-into-force.tsx';
import type { useDraft } from './use-draft.ts';

export type ComparedProps = { readonly diff: Diff; readonly drafting: ReturnType<typeof useDraft> };

/** What follows from a text that can be used: warnings first, then what changes, for whom, and the act itself. */
export function Compared({ diff, drafting }: ComparedProps): ReactNode {
  const { may } = useSignedIn();
  const { draft, change } = drafting;
  const isSame = kindOfDiff(diff) === 'identical';
  const jobId = jobOf(draft);
  return (
    <Stack>
      <LockOutWarnings locksOut={diff.locksOut} />
      <Section title={words('policy.edit.changes')} text={words('policy.edit.changesText', { version: diff.inForce })}>
        <Changes diff={diff} />
      </Section>
      {may('policy:write') && !isSame && (
        <>
          <ImpactPanel
            start={() => startImpact(draft.source)}
            jobId={jobId}
            onStarted={(started) => change({ impact: { source: draft.source, jobId: started } })}
            inForce={diff.inForce}
            primary
          />
          <PutIntoForce diff={diff} source={draft.source} jobId={jobId} />
        </>
      )}
    </Stack>
  );
}
