import { type AnchorHTMLAttributes, type MouseEvent, useCallback } from 'react';
import { useAddress } from './address.ts';

/** A link inside the console: opens without loading the page anew; middle click and Ctrl open a tab as ever. */
export function AppLink({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const { go } = useAddress();
  const follow = useCallback(
    (event: MouseEvent<HTMLAnchorElement>) => {
      onClick?.(event);
      if (event.defaultPrevented || !isPlainClick(event)) return;
      event.preventDefault();
      go(href);
    },
    [go, href, onClick],
  );
  return <a href={href} onClick={follow} {...rest} />;
}

export function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
