/** Parts without the component library: sign-in, field, portal. */
import './base.css';

export type { CodeKind, CodeTable } from '../i18n/codes.ts';
export { codeWords, registerCodes } from '../i18n/codes.ts';
export { houseWords } from '../i18n/house-words.ts';
export type { Bilingual, Language } from '../i18n/language.ts';
export { htmlLanguage, language, pick, setLanguage, useLanguage } from '../i18n/language.ts';
export { fieldWords, problemWords } from '../i18n/problem-words.ts';
export type { Params, Translate, Words } from '../i18n/words.ts';
export { defineWords, fill, translate, useWords } from '../i18n/words.ts';
export { describedBy, Field } from './Field.tsx';
export { Icon } from './Icon.tsx';
export type { IconName } from './icon-paths.ts';
export { Notice } from './Notice.tsx';
export type { Tone } from './Status.tsx';
export { Mark, Status } from './Status.tsx';
