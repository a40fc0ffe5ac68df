import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';

export type PopoverProps = {
  /** The button's content. */
  readonly button: ReactNode;
  readonly label?: string;
  readonly className?: string;
  readonly align?: 'start' | 'end';
  readonly width?: number;
  readonly onOpen?: () => void;
  readonly children: (close: () => void) => ReactNode;
};

/** A panel below its button. Esc, a click outside or leaving by Tab closes it; focus goes back to the button. */
export function Popover(props: PopoverProps) {
  const { button, label, className = 'qm-button', align = 'start', width, children } = props;
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = useCallback(() => {
    setOpen(false);
    trigger.current?.focus();
  }, []);
  useOutside(root, open, () => setOpen(false), close);
  return (
    <div className="qm-popover" ref={root}>
      <button
        type="button"
        ref={trigger}
        className={className}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => {
          if (!open) props.onOpen?.();
          setOpen(!open);
        }}
      >
        {button}
      </button>
      {open && (
        <div
          id={id}
          className={`qm-popover-panel qm-popover-${align}`}
          style={width ? { inlineSize: width } : undefined}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}

function useOutside(
  root: { readonly current: HTMLElement | null },
  open: boolean,
  leave: () => void,
  dismiss: () => void,
): void {
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) leave();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      dismiss();
    };
    document.addEventListener('pointerdown', outside, true);
    document.addEventListener('focusin', outside);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      document.removeEventListener('focusin', outside);
      document.removeEventListener('keydown', key);
    };
  }, [root, open, leave, dismiss]);
}
