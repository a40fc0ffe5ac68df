import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { problemWords } from '../../i18n/problem-words.ts';
import { useWords } from '../../i18n/words.ts';

export type Found = {
  readonly key: string;
  readonly label: string;
  /** Second line: the path of a place, unit and post of a person. */
  readonly detail?: string;
};

export type ComboboxProps<F extends Found> = {
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
  readonly placeholder?: string;
  /** Shown when nothing is being typed. */
  readonly current: F | null;
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly F[]>;
  /** Key of the search for the cache. */
  readonly name: string;
  /** Offered before anything is typed: recent and own scope. */
  readonly first?: readonly F[];
  readonly onPick: (found: F | null) => void;
  readonly onLeave?: () => void;
};

/** Type-ahead: never a list of everything. Arrow keys, Enter, Esc; each answer is asked for once. */
export function Combobox<F extends Found>(props: ComboboxProps<F>) {
  const { current, search, name, first = [], onPick, onLeave } = props;
  const own = useId();
  const id = props.id ?? own;
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const asked = useResting((text ?? '').trim(), 80);
  const answer = useQuery<readonly F[]>({
    queryKey: ['find', name, asked],
    queryFn: ({ signal }) => search(asked, signal),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const open = text !== null;
  const options: readonly F[] = asked === '' ? first : (answer.data ?? []);
  const pick = (found: F) => {
    onPick(found);
    setText(null);
  };
  const close = () => {
    setText(null);
    if (text === '' && current) onPick(null);
    onLeave?.();
  };
  const key = (event: KeyboardEvent) => {
    const chosen = options[active];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return setText(current?.label ?? '');
      setActive(Math.max(0, Math.min(options.length - 1, active + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      if (chosen) pick(chosen);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setText(null);
    }
  };
  return (
    <span className="qm-combobox">
      <input
        ref={input}
        id={id}
        className="qm-input"
        role="combobox"
        autoComplete="off"
        aria-label={props.label}
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && options[active] ? `${id}-${active}` : undefined}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        placeholder={props.placeholder}
        value={text ?? current?.label ?? ''}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onClick={() => setText(text ?? '')}
        onKeyDown={key}
        onBlur={close}
      />
      {open && (asked !== '' || first.length > 0) && (
        <Options id={id} options={options} active={active} onPick={pick} state={stateOf(answer, asked, options)} />
      )}
    </span>
  );
}

type OptionsProps<F extends Found> = {
  readonly id: string;
  readonly options: readonly F[];
  readonly active: number;
  readonly onPick: (found: F) => void;
  readonly state: ReactNode;
};

function Options<F extends Found>({ id, options, active, onPick, state }: OptionsProps<F>) {
  return (
    <div className="qm-options" id={`${id}-list`} role="listbox">
      {options.map((option, index) => (
        <div
          key={option.key}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className="qm-option"
          onPointerDown={(event) => {
            event.preventDefault();
            onPick(option);
          }}
        >
          <span>{option.label}</span>
          {option.detail && <span className="qm-second">{option.detail}</span>}
        </div>
      ))}
      {state}
    </div>
  );
}

function stateOf(answer: { isPending: boolean; error: unknown }, asked: string, options: readonly Found[]): ReactNode {
  if (asked === '') return null;
  if (answer.error) return <div className="qm-option qm-option-note">{problemWords(answer.error, 'read')}</div>;
  return options.length === 0 && !answer.isPending ? <Nothing /> : null;
}

function Nothing() {
  const t = useWords(houseWords);
  return <div className="qm-option qm-option-note">{t('nothingFound')}</div>;
}

/** The value once it has rested for `ms`. */
function useResting(value: string, ms: number): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
