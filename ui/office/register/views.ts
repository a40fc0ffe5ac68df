import { useCallback, useState } from 'react';
import { useSession } from '../runtime.tsx';

export type SavedView = { readonly name: string; readonly query: string };

/** Views a person saved for one register, on this machine. */
export function useSavedViews(register: string): {
  readonly views: readonly SavedView[];
  save(view: SavedView): void;
  remove(name: string): void;
} {
  const { user } = useSession();
  const key = `qianmo.views.${user}.${register}`;
  const [views, setViews] = useState(() => readViews(key));
  const keep = useCallback(
    (next: readonly SavedView[]) => {
      setViews(next);
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Kept for this visit only where the browser stores nothing.
      }
    },
    [key],
  );
  return {
    views,
    save: (view) => keep([...views.filter(({ name }) => name !== view.name), view]),
    remove: (name) => keep(views.filter((view) => view.name !== name)),
  };
}

function readViews(key: string): readonly SavedView[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(found) ? found.filter(isView) : [];
  } catch {
    return [];
  }
}

function isView(value: unknown): value is SavedView {
  const view = value as Partial<SavedView> | null;
  return typeof view?.name === 'string' && typeof view.query === 'string';
}
