import { useState } from 'react';
import { useAct } from '../parts/use-act.ts';
import { type Imported, type ImportWish, importTrust, previewImport } from './api.ts';
import { fileProblem } from './model.ts';

export type ImportState =
  | { readonly at: 'choosing'; readonly problem?: string; readonly error?: unknown }
  | { readonly at: 'looking' }
  | { readonly at: 'previewed'; readonly documents: readonly Imported[]; readonly error?: unknown }
  | { readonly at: 'storing'; readonly documents: readonly Imported[] }
  | { readonly at: 'stored'; readonly documents: readonly Imported[] };

/** Choosing a file, seeing what it would change, and only then putting it into use. */
export function useImport() {
  const act = useAct();
  const [file, setFile] = useState<File | null>(null);
  const [evenIfEmptier, setEvenIfEmptier] = useState(false);
  const [state, setState] = useState<ImportState>({ at: 'choosing' });

  const wish = async (chosen: File): Promise<ImportWish> => ({
    text: await chosen.text(),
    name: chosen.name.slice(0, 200),
    evenIfEmptier,
  });
  const look = async (): Promise<void> => {
    const problem = fileProblem(file);
    if (problem !== null || file === null) return setState({ at: 'choosing', ...(problem !== null && { problem }) });
    setState({ at: 'looking' });
    try {
      const { documents } = await act(async () => previewImport(await wish(file)));
      setState({ at: 'previewed', documents });
    } catch (error) {
      setState({ at: 'choosing', error });
    }
  };
  const store = async (documents: readonly Imported[]): Promise<void> => {
    if (file === null) return;
    setState({ at: 'storing', documents });
    try {
      const stored = await act(async () => importTrust(await wish(file)));
      setState({ at: 'stored', documents: stored.documents });
    } catch (error) {
      setState({ at: 'previewed', documents, error });
    }
  };
  return {
    file,
    state,
    evenIfEmptier,
    setEvenIfEmptier,
    choose: (chosen: File | null) => {
      setFile(chosen);
      setEvenIfEmptier(false);
      setState({ at: 'choosing' });
    },
    look: () => void look(),
    store: (documents: readonly Imported[]) => void store(documents),
  };
}
