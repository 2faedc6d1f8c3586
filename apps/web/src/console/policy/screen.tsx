import { Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../design/page.tsx';
import { useSignedIn } from '../../session/signed-in.tsx';
import { count } from '../count.ts';
import { useAddress } from '../lists/use-address.ts';
import { Reading } from '../parts/reading.tsx';
import { PageColumn } from '../parts/section.tsx';
import { viewOf } from '../parts/view.ts';
import { keptDraft } from '../policy-edit/use-draft.ts';
import { proposalsQuery } from '../policy-proposal/api.ts';
import { words } from '../words.ts';
import { policyQuery } from './api.ts';
import { ApprovalsPanel, openProposals } from './approvals.tsx';
import { ExplainPanel } from './explain.tsx';
import { HistoryPanel } from './history.tsx';
import { InForcePanel } from './in-force.tsx';
import type { PolicyAnswer } from './model.ts';
import classes from './policy.module.css';
import { type PolicySearch, readPolicySearch, type Tab, tabs } from './policy-search.ts';

export function PolicyScreen(): ReactNode {
  const { search, go } = useAddress(readPolicySearch);
  const query = useQuery(policyQuery);
  return (
    <PageColumn>
      <Page title={words('policy.title')} sentence={words('policy.text')} action={<ToEditor />}>
        <Reading view={viewOf(query)} onRetry={() => void query.refetch()} rows={8}>
          {(policy) => <FullPolicy policy={policy} search={search} go={go} />}
        </Reading>
      </Page>
    </PageColumn>
  );
}

/** Those who may not change the policy can still try a text. A draft that waits in this tab is offered first. */
function ToEditor(): ReactNode {
  const { may, person } = useSignedIn();
  const mayChange = may('policy:write');
  const hasDraft = mayChange && keptDraft(person.id) !== null;
  const text = hasDraft ? words('policy.continueDraft') : words(mayChange ? 'policy.change' : 'policy.tryText');
  return (
    <Button component={Link} to="/console/policy/edit" variant={mayChange ? 'filled' : 'default'}>
      {text}
    </Button>
  );
}

type FullProps = { policy: PolicyAnswer; search: PolicySearch; go: (search: PolicySearch) => void };

function FullPolicy({ policy, search, go }: FullProps): ReactNode {
  const tab = search.tab ?? 'force';
  const onPick = (person: string | undefined): void => go({ tab: 'explain', ...(person !== undefined && { person }) });
  const change = (value: string | null): void => {
    const chosen = tabs.find((known) => known === value);
    if (chosen !== undefined) go(chosen === 'force' ? {} : { tab: chosen });
  };
  return (
    <Tabs value={tab} onChange={change} keepMounted={false}>
      <Tabs.List mb="md" className={classes['tabs'] ?? ''}>
        {tabs.map((value: Tab) => (
          <Tabs.Tab key={value} value={value}>
            {value === 'approvals' ? <ApprovalsName /> : words(`policy.tabs.${value}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="force">
        <InForcePanel policy={policy} line={search.line} />
      </Tabs.Panel>
      <Tabs.Panel value="explain">
        <ExplainPanel personId={search.person} onPick={onPick} />
      </Tabs.Panel>
      <Tabs.Panel value="approvals">
        <ApprovalsPanel search={search} go={go} />
      </Tabs.Panel>
      <Tabs.Panel value="history">
        <HistoryPanel policy={policy} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** How many wait is seen without opening the tab. */
function ApprovalsName(): ReactNode {
  const { data } = useQuery(proposalsQuery(openProposals, undefined));
  const waiting = data?.total ?? 0;
  return waiting === 0
    ? words('policy.tabs.approvals')
    : words('policy.tabs.approvalsWaiting', { count: count(waiting) });
}
