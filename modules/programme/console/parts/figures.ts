import { type Language, language } from '@qianmo/ui/office';
import { type Operator, operatorSymbol, operators } from '@qianmo/values/operator';
import { decimalText, findShare, shareText } from '@qianmo/values/share';
import { type Measure, measures } from '../../pack/measure.ts';

const absent = '—';

/** Unit of a pack in words: `个站`, `%`; another unit stands as it was entered. */
export function unitWords(unit: string | null, shown: Language = language.get()): string {
  if (unit === null) return '';
  const found = Object.hasOwn(measures, unit) ? measures[unit as Measure] : undefined;
  if (!found) return unit;
  return shown === 'en' ? found.en : found.zh;
}

/** An exact number for people: grouped digits, at most four decimals, `≈` where these are not all of it. */
export function numberWords(exact: string | null): string {
  if (exact === null) return absent;
  const value = findShare(exact);
  if (value === undefined) return exact;
  const text = decimalText(value, 4);
  const [whole = '', fraction = ''] = text.split('.');
  const kept = fraction.replace(/0+$/, '');
  const isExact = findShare(text) !== undefined && shareText(findShare(text) ?? value) === shareText(value);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${isExact ? '' : '≈'}${grouped}${kept ? `.${kept}` : ''}`;
}

/** `9,800 人次`; percent closes up to its figure. */
export function valueWords(exact: string | null, unit: string | null, shown?: Language): string {
  if (exact === null) return absent;
  const words = unitWords(unit, shown);
  return `${numberWords(exact)}${unit === 'percent' ? ' %' : words === '' ? '' : ` ${words}`}`;
}

type Condition = {
  readonly operator: string | null;
  readonly value: string | null;
  readonly range: readonly [string, string] | null;
  readonly unit: string | null;
};

/** `≥ 30 %`, `10–20 家企业`: the operator is always printed. */
export function conditionText({ operator, value, range, unit }: Condition, shown?: Language): string {
  if (range) return valueRange(range, unit, shown);
  if (value === null) return absent;
  const known = operators.find((each) => each === operator);
  return `${known && known !== 'qualitative' ? `${operatorSign(known)} ` : ''}${valueWords(value, unit, shown)}`;
}

function valueRange([low, high]: readonly [string, string], unit: string | null, shown?: Language): string {
  return `${numberWords(low)}–${valueWords(high, unit, shown)}`;
}

export function operatorSign(operator: string): string {
  const known: Operator | undefined = operators.find((each) => each === operator);
  return known ? operatorSymbol(known) : operator;
}

/** A paper as papers are cited: `《关于…的通知》(财办建〔2018〕102号)`. */
export function paperWords(paper: { readonly no: string | null; readonly title: string } | null): string {
  if (paper === null) return absent;
  return `《${paper.title}》${paper.no ? `(${paper.no})` : ''}`;
}
