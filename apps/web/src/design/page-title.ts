import { createContext, useContext, useEffect } from 'react';

/** What stands behind the title in the browser's tab, innermost first: the part of the product, the organisation. */
export const TitlePlace = createContext<readonly string[]>(['Holdfast']);

/** Names the browser's tab: "People · Console · Meridian Logistics". */
export function usePageTitle(title: string): void {
  const tab = [title, ...useContext(TitlePlace)].filter((part) => part !== '').join(' · ');
  useEffect(() => {
    document.title = tab;
  }, [tab]);
}
