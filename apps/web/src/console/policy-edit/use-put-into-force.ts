import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../api/client.ts';
import { describeError } from '../../design/describe-error.ts';
import { useSignedIn } from '../../session/signed-in.tsx';
import { useAct } from '../parts/use-act.ts';
import type { Diff } from '../policy-change/api.ts';
import { words } from '../words.ts';
import { type Proposed, proposePolicy } from './api.ts';
import { prospectOf, type Wish, type WishErrors, wishErrors } from './model.ts';
import { forgetDraft } from './use-draft.ts';

type Refusal = { readonly what: string; readonly isProposed: boolean };

/** Puts a text into force or proposes it, against the version that it was compared with; then leads to what came of it. */
export function usePutIntoForce(diff: Diff, source: string) {
  const { id: personId } = useSignedIn().person;
  const act = useAct();
  const navigate = useNavigate();
  const [wish, setWish] = useState<Wish>({ note: '', isForced: false });
  const [errors, setErrors] = useState<WishErrors>({});
  const [refused, setRefused] = useState<Refusal>();
  const [isBusy, setBusy] = useState(false);

  const submit = async (): Promise<void> => {
    const prospect = prospectOf(diff);
    const wrong = wishErrors(prospect, wish);
    setErrors(wrong);
    setRefused(undefined);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    const force = prospect.at === 'force' && wish.isForced;
    const body = { source, note: wish.note.trim(), baseVersion: diff.inForce, ...(force && { force }) };
    try {
      const { proposalId } = await act(() => proposePolicy(body), doneText);
      forgetDraft(personId);
      await navigate({ to: proposalId === null ? '/console/policy' : `/console/policy/proposals/${proposalId}` });
    } catch (error) {
      setRefused(refusalOf(error));
    } finally {
      setBusy(false);
    }
  };
  const change = (next: Partial<Wish>): void => {
    setWish({ ...wish, ...next });
    setErrors({});
  };
  return { wish, errors, refused, isBusy, change, submit };
}

function doneText({ applied, locksOutYourself }: Proposed): string {
  if (applied === null) return words('policy.apply.doneProposed');
  const { version } = applied;
  return locksOutYourself ? words('policy.apply.doneYourself', { version }) : words('policy.apply.done', { version });
}

/** Undefined where somebody changed their mind. */
function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Error && error.name === 'cancelled') return undefined;
  const name = error instanceof ApiError ? error.name : '';
  const what = name === 'policy_changed_meanwhile' ? words('policy.apply.moved') : describeError(error).what;
  return { what, isProposed: name === 'already_proposed' };
}
