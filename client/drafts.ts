export type Draft = {
  readonly key: string;
  /** Page that continues the draft. */
  readonly url: string;
  readonly title: string;
  /** ISO instant of the last save. */
  readonly savedAt: string;
  readonly values: unknown;
};

export type DraftStore = {
  find(key: string): Draft | undefined;
  list(): Draft[];
  /** Answers false where the browser's store is full or shut: the surface must say so, never lose it silently. */
  save(draft: Draft): boolean;
  drop(key: string): void;
};

/** The part of `Storage` that drafts need. */
export type TextStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Drafts of one person on one machine: another person at the same desk does not see them. */
export function createDrafts(store: TextStore, user: string): DraftStore {
  const prefix = `qianmo.draft.${user}.`;
  const find = (key: string) => readDraft(store.getItem(prefix + key));
  return {
    find,
    list: () =>
      Array.from({ length: store.length }, (_, index) => store.key(index))
        .filter((name): name is string => name?.startsWith(prefix) ?? false)
        .map((name) => find(name.slice(prefix.length)))
        .filter((draft) => draft !== undefined)
        .sort((left, right) => right.savedAt.localeCompare(left.savedAt)),
    save: (draft) => {
      try {
        store.setItem(prefix + draft.key, JSON.stringify(draft));
        return true;
      } catch {
        return false;
      }
    },
    drop: (key) => store.removeItem(prefix + key),
  };
}

function readDraft(text: string | null): Draft | undefined {
  if (text === null) return undefined;
  try {
    const draft: unknown = JSON.parse(text);
    return isDraft(draft) ? draft : undefined;
  } catch {
    return undefined;
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const draft = value as Record<string, unknown>;
  return ['key', 'url', 'title', 'savedAt'].every((name) => typeof draft[name] === 'string') && 'values' in draft;
}
