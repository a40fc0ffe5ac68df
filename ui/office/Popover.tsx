import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';

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
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();
  const close = useCallback(() => {
    setOpen(false);
    trigger.current?.focus();
  }, []);
  useOutside(root, open, () => setOpen(false), close);
  usePlace(trigger, panel, open, align);
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
        <div id={id} ref={panel} className="qm-popover-panel" style={width ? { inlineSize: width } : undefined}>
          {children(close)}
        </div>
      )}
    </div>
  );
}

const gapPx = 4;
const edgePx = 8;

/**
 * Below its button, above where there is more room, never beyond the window. Fixed to the window, because a table or
 * drawer that scrolls would cut it off; it follows its button when something scrolls.
 */
function usePlace(
  trigger: RefObject<HTMLElement | null>,
  panel: RefObject<HTMLElement | null>,
  open: boolean,
  align: 'start' | 'end',
): void {
  useLayoutEffect(() => {
    if (!open) return;
    const place = () => {
      if (trigger.current && panel.current) placeBeside(trigger.current.getBoundingClientRect(), panel.current, align);
    };
    place();
    const grown = new ResizeObserver(place);
    if (panel.current) grown.observe(panel.current);
    window.addEventListener('scroll', place, true);
    window.addEventListener('resize', place);
    return () => {
      grown.disconnect();
      window.removeEventListener('scroll', place, true);
      window.removeEventListener('resize', place);
    };
  }, [trigger, panel, open, align]);
}

function placeBeside(button: DOMRect, panel: HTMLElement, align: 'start' | 'end'): void {
  const { style } = panel;
  style.minInlineSize = `${button.width}px`;
  const below = innerHeight - button.bottom - gapPx - edgePx;
  const above = button.top - gapPx - edgePx;
  const isAbove = panel.scrollHeight > below && above > below;
  style.maxBlockSize = `${Math.max(120, isAbove ? above : below)}px`;
  const { width, height } = panel.getBoundingClientRect();
  const wanted =
    (align === 'end') === (getComputedStyle(panel).direction === 'ltr') ? button.right - width : button.left;
  style.left = `${Math.max(edgePx, Math.min(wanted, innerWidth - width - edgePx))}px`;
  style.top = `${isAbove ? button.top - gapPx - height : button.bottom + gapPx}px`;
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
