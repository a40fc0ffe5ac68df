import { useCallback, useEffect, useRef, useState } from 'react';
import { useAddress } from '../address.ts';
import { useOffice } from '../runtime.tsx';

export type FormValues = Readonly<Record<string, unknown>>;

export type DraftState = {
  /** ISO instant of the last save on this visit. */
  readonly savedAt: string | null;
  /** The browser could not keep it. */
  readonly failed: boolean;
  /** The form began with a draft of this time. */
  readonly foundAt: string | null;
  discard(): void;
};

type Draft = DraftState & {
  readonly found: FormValues | undefined;
  keep(values: FormValues): void;
  touch(): void;
};

const saveEveryMs = 5_000;

/** Keeps what is typed, every few seconds and whenever the page is left; without a key it keeps nothing. */
export function useDraft(wanted: { key: string; title: string } | undefined): Draft {
  const { drafts } = useOffice();
  const { query } = useAddress();
  const key = wanted?.key;
  const title = wanted?.title ?? '';
  const [first] = useState(() => (key ? drafts.find(key) : undefined));
  const [state, setState] = useState<{ savedAt: string | null; failed: boolean }>({ savedAt: null, failed: false });
  const changed = useRef(false);
  const latest = useRef<FormValues>({});
  const save = useCallback(() => {
    if (!key || !changed.current) return;
    changed.current = false;
    const savedAt = new Date().toISOString();
    const url = location.pathname + (query.size > 0 ? `?${query}` : '');
    const kept = drafts.save({ key, url, title, savedAt, values: latest.current });
    setState({ savedAt: kept ? savedAt : null, failed: !kept });
  }, [key, title, drafts, query]);
  useSaving(save);
  return {
    ...state,
    found: first?.values as FormValues | undefined,
    foundAt: first?.savedAt ?? null,
    touch: () => {
      changed.current = true;
    },
    keep: (values) => {
      latest.current = values;
    },
    discard: () => {
      changed.current = false;
      if (key) drafts.drop(key);
      setState({ savedAt: null, failed: false });
    },
  };
}

/** On a timer, when the window loses focus, and when the page or the form goes away. */
function useSaving(save: () => void): void {
  useEffect(() => {
    const timer = setInterval(save, saveEveryMs);
    window.addEventListener('blur', save);
    window.addEventListener('pagehide', save);
    return () => {
      clearInterval(timer);
      window.removeEventListener('blur', save);
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [save]);
}
