import { type UIEventHandler, useCallback, useEffect, useState } from 'react';

export type Part = {
  /** Rows drawn: from … to, exclusive. */
  readonly from: number;
  readonly to: number;
  /** Pixels of undrawn rows before and after. */
  readonly before: number;
  readonly after: number;
  readonly onScroll: UIEventHandler<HTMLElement>;
  /** Scrolls a row into sight. */
  reveal(row: number): void;
};

const rowHeightPx = 36;
const spareRows = 12;
const headHeightPx = 40;

/** Draws only the rows in sight of a long list, so that ten thousand scroll as smoothly as ten. */
export function useWindow(box: { readonly current: HTMLElement | null }, count: number, virtual: boolean): Part {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(640);
  useEffect(() => {
    const element = box.current;
    if (!element || !virtual) return;
    const watch = new ResizeObserver(() => setHeight(element.clientHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, [box, virtual]);
  const onScroll = useCallback<UIEventHandler<HTMLElement>>(
    (event) => {
      // Rounded to whole rows, so that a row's worth of scrolling draws once.
      if (virtual) setTop(Math.floor(event.currentTarget.scrollTop / rowHeightPx) * rowHeightPx);
    },
    [virtual],
  );
  const reveal = (row: number) => revealRow(box.current, row, virtual);
  if (!virtual) return { from: 0, to: count, before: 0, after: 0, onScroll, reveal };
  const from = Math.max(0, Math.min(count, Math.floor(top / rowHeightPx)) - spareRows);
  const to = Math.min(count, Math.ceil((top + height) / rowHeightPx) + spareRows);
  return { from, to, before: from * rowHeightPx, after: (count - to) * rowHeightPx, onScroll, reveal };
}

function revealRow(element: HTMLElement | null, row: number, virtual: boolean): void {
  if (!element) return;
  if (!virtual) {
    element.querySelectorAll('tbody tr')[row]?.scrollIntoView({ block: 'nearest' });
    return;
  }
  const top = row * rowHeightPx;
  const bottom = top + rowHeightPx + headHeightPx;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
}
