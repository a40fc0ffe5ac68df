const middleDots = /[\u2022\u2027\u2219\u22c5\u30fb\uff65\u00b7]/gu;
/** C0 but tab and newline, DEL and C1, direction marks and overrides, byte order mark: nothing a person types into a field. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
const lineControls = /[\t\n]/;

/** NFC, one middle dot (U+00B7) for all its look-alikes in names, `\n` line ends, no blanks at the ends. */
export function normaliseText(text: string): string {
  return text.normalize('NFC').replaceAll(/\r\n?/g, '\n').replaceAll(middleDots, '·').trim();
}

/** Normalised for comparison: also without inner blanks, with half-width forms, in lower case. */
export function searchKey(text: string): string {
  return normaliseText(text.normalize('NFKC')).replaceAll(/\s/g, '').toLowerCase();
}

/** Control characters, direction overrides or a broken surrogate pair; line breaks and tabs only where `isMultiline`. */
export function hasControlCharacters(text: string, isMultiline = false): boolean {
  return !text.isWellFormed() || controls.test(text) || (!isMultiline && lineControls.test(text));
}
