/** A name in Latin letters, for search only: `pinyin` without spaces or tones (ü is v), `initials` one letter a character. */
export type Spelling = { readonly pinyin: string; readonly initials: string };

/** Spelling from syllables; digits and Latin letters inside a name stand for themselves. */
export function joinSyllables(syllables: readonly string[]): Spelling {
  let whole = '';
  let initials = '';
  for (const syllable of syllables) {
    whole += syllable;
    initials += syllable.slice(0, 1);
  }
  return { pinyin: whole, initials };
}
