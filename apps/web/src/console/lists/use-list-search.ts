import { useNavigate, useSearch } from '@tanstack/react-router';

/** The search part of the address, read by the page's own reader, and a way to change it. */
export function useAddress<S extends object>(
  read: (search: Record<string, unknown>) => S,
): {
  readonly search: S;
  readonly go: (search: S) => void;
} {
  const search = read(useSearch({ strict: false }));
  const navigate = useNavigate();
  return { search, go: (next) => void navigate({ to: '.', search: next }) };
}
