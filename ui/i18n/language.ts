import type { Store } from '@qianmo/client';
import { createStore } from '@qianmo/client';
import { useSyncExternalStore } from 'react';

/** Chinese, Chinese with English beside it, or English. Data, clauses and papers are never translated. */
export type Language = 'zh' | 'both' | 'en';

export type Bilingual = { readonly zh: string; readonly en: string };

const storageKey = 'qianmo.language';

export const language: Store<Language> = createStore<Language>(stored());

function stored(): Language {
  try {
    const found = globalThis.localStorage?.getItem(storageKey);
    return found === 'zh' || found === 'en' ? found : 'both';
  } catch {
    return 'both';
  }
}

export function setLanguage(next: Language): void {
  language.set(next);
  document.documentElement.lang = htmlLanguage();
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // A browser that keeps nothing still shows this visit in the language chosen.
  }
}

export function htmlLanguage(): string {
  return language.get() === 'en' ? 'en' : 'zh-CN';
}

export function useLanguage(): Language {
  return useSyncExternalStore(language.subscribe, language.get);
}

/** The words to show first; with `both` that is Chinese. */
export function pick(words: Bilingual, shown: Language = language.get()): string {
  return shown === 'en' ? words.en : words.zh;
}
