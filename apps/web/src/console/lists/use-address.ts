import { useNavigate, useSearch } from '@tanstack/react-router';

/** The search part of the address, read by the page's own reader, and a way to change it. */
export function useAddress<S extends object>(
  read: (search: Record<string, unknown>) => S,
): {
  readonly search: S;
  /** `replace` where a step back should not stop at every change, e.g. while a day is typed. */
  readonly go: (search: S, replace?: boolean) => void;
} {
  const search = read(useSearch({ strict: false }));
  const navigate = useNavigate();
  return { search, go: (next, replace = false) => void navigate({ to: '.', search: next, replace }) };
}
