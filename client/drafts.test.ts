import { expect, it } from 'vitest';
import { createDrafts, type TextStore } from './drafts.ts';

function memory(): TextStore {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

const draft = (key: string, savedAt: string) => ({ key, savedAt, url: '/x', title: key, values: { name: '长沟' } });

it('keeps drafts per person, newest first, until they are dropped', () => {
  const store = memory();
  const mine = createDrafts(store, 'a');
  mine.save(draft('old', '2019-10-01T00:00:00Z'));
  mine.save(draft('new', '2019-10-02T00:00:00Z'));
  expect(mine.list().map(({ key }) => key)).toEqual(['new', 'old']);
  expect(createDrafts(store, 'b').list()).toEqual([]);
  mine.drop('new');
  expect(mine.find('new')).toBeUndefined();
  expect(mine.find('old')?.values).toEqual({ name: '长沟' });
});

it('says when the browser cannot keep a draft', () => {
  const full: TextStore = {
    ...memory(),
    setItem: () => {
      throw new Error('quota');
    },
  };
  expect(createDrafts(full, 'a').save(draft('x', ''))).toBe(false);
});

it('ignores what is damaged', () => {
  const store = memory();
  store.setItem('qianmo.draft.a.bad', '{');
  store.setItem('qianmo.draft.a.strange', '{"key":1}');
  expect(createDrafts(store, 'a').list()).toEqual([]);
});
