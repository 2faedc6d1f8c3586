import type { Explanation } from '../ceremony/explain-ceremony-error.ts';
import { ceremonyWords } from '../words/ceremony.ts';
import { signInWords as words } from '../words/sign-in.ts';
import type { SignInView } from './flow.ts';

export type SignInPage = {
  readonly show: (view: SignInView) => void;
  readonly showPlace: (organisation: string, address: string) => void;
  readonly onPasskey: (run: () => void) => void;
  readonly onUsername: (run: (username: string) => void) => void;
  readonly followScheme: () => void;
};

/** The sign-in page's elements; the text of sign-in.html is there before this runs. */
export function findPage(): SignInPage {
  const [outcome, status, organisation, address] = ['outcome', 'status', 'organisation', 'address'].map(element);
  const button = element('with-passkey') as HTMLButtonElement;
  const form = element('by-name') as HTMLFormElement;
  if (window.location.hash !== '#cannot') button.focus();
  return {
    show: (view) => {
      const waiting = view.at !== 'ready';
      for (const control of [button, ...form.querySelectorAll('button')]) {
        control.setAttribute('aria-disabled', String(waiting));
      }
      if (status !== undefined) status.textContent = view.at === 'ready' ? '' : words(view.at);
      // While a dialog is open the last outcome stays, so that nothing moves under it.
      if (view.at === 'ready') outcome?.replaceChildren(...(view.outcome === undefined ? [] : [said(view.outcome)]));
    },
    showPlace: (name, where) => {
      if (organisation !== undefined) organisation.textContent = name;
      if (address !== undefined) address.textContent = where;
    },
    onPasskey: (run) => button.addEventListener('click', run),
    onUsername: (run) => onSubmit(form, run),
    followScheme,
  };
}

function onSubmit(form: HTMLFormElement, run: (username: string) => void): void {
  const input = element('username') as HTMLInputElement;
  const problem = element('username-problem');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const username = input.value.trim();
    problem.textContent = username === '' ? words('username_missing') : '';
    input.setAttribute('aria-invalid', String(username === ''));
    if (username === '') input.focus();
    else run(username);
  });
}

/** The scheme that was chosen in the account or the console; else the system's, which the style sheet follows by itself. */
function followScheme(): void {
  let chosen: string | null = null;
  try {
    chosen = window.localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage can be closed to pages; then the system's scheme is followed.
  }
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['mantineColorScheme'] = chosen;
}

function said({ tone, title, what, next, requestId }: Explanation): HTMLElement {
  const box = document.createElement('div');
  box.className = 'outcome';
  box.dataset['tone'] = tone;
  box.append(paragraph(title, 'title'), paragraph(what));
  if (next !== undefined) box.append(paragraph(next));
  if (requestId !== undefined) box.append(paragraph(ceremonyWords('reference', { id: requestId }), 'reference'));
  return box;
}

function paragraph(text: string, className = ''): HTMLElement {
  const made = document.createElement('p');
  made.className = className;
  made.textContent = text;
  return made;
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The sign-in page has no element "${id}".`);
  return found;
}
