import { type Language, language, useLanguage } from './language.ts';

export type Params = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One topic's texts in both languages; English must have every key that Chinese has, and no other. */
export type Words<K extends string> = {
  readonly zh: Readonly<Record<K, string>>;
  readonly en: Readonly<Record<K, string>>;
};

export function defineWords<const K extends string>(words: {
  zh: Readonly<Record<K, string>>;
  en: Readonly<Record<NoInfer<K>, string>>;
}): Words<K> {
  return words;
}

/**
 * Puts values for `{name}` into a text. `{count|item|items}` chooses the English singular or plural by the value
 * `count`; Chinese needs none.
 */
export function fill(text: string, params: Params = {}): string {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = params[name];
    if (one !== undefined && many !== undefined) return Number(value) === 1 ? one : many;
    return value === undefined || value === null ? whole : figureOf(value);
  });
}

/** Counts of five digits and more are grouped; years and small counts stay as they are. */
function figureOf(value: string | number | boolean): string {
  return typeof value === 'number' && Math.abs(value) >= 10_000 ? value.toLocaleString('en-US') : String(value);
}

export type Translate<K extends string> = (key: K, params?: Params) => string;

export function translate<K extends string>(
  words: Words<K>,
  key: K,
  params?: Params,
  shown: Language = language.get(),
): string {
  return fill(words[shown === 'en' ? 'en' : 'zh'][key], params);
}

/** Texts in the language the person chose; the component draws again when that changes. */
export function useWords<K extends string>(words: Words<K>): Translate<K> {
  const shown = useLanguage();
  return (key, params) => translate(words, key, params, shown);
}
