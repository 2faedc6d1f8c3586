import type { ReactNode } from 'react';
import { ErrorState } from '../../design/error-state.tsx';
import { SkeletonList } from '../../design/skeleton-list.tsx';
import type { View } from './view.ts';

/** Shows a view in its state; `children` gets the data once it is there. */
export function Reading<T>(props: {
  view: View<T>;
  onRetry: () => void;
  empty?: ReactNode;
  rows?: number;
  children: (data: T) => ReactNode;
}): ReactNode {
  const { view, onRetry, empty = null, rows = 5, children } = props;
  switch (view.at) {
    case 'loading':
      return <SkeletonList rows={rows} />;
    case 'failed':
      return <ErrorState error={view.error} onRetry={onRetry} />;
    case 'empty':
      return empty;
    case 'full':
      return children(view.data);
  }
}
