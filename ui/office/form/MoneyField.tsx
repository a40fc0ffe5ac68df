import { type MoneyUnit, parseFenText, readMoney, wanFigure, yuanFigure } from '@qianmo/values/money';
import { capitals } from '@qianmo/values/money-capitals';
import { useEffect, useState } from 'react';
import { codeWords } from '../../i18n/codes.ts';
import { houseWords } from '../../i18n/house-words.ts';
import { useWords } from '../../i18n/words.ts';
import { controlProps, type FieldProps, textOf, Wrapped } from './fields.tsx';

/** An amount; the field's value is fen as text. Reads `1,350万`; what is finer than a fen is refused, never rounded. */
export function MoneyField({ field, label, help }: FieldProps) {
  const t = useWords(houseWords);
  const [unit, setUnit] = useState<MoneyUnit>('元');
  const fen = fenOf(field.value);
  const [text, setText] = useState(() => (fen === null ? textOf(field.value) : shown(fen, '元')));
  useEffect(() => {
    if (fen !== null && readMoney(text, unit).ok && settled(text, unit) !== fen) setText(shown(fen, unit));
  }, [fen, text, unit]);
  const read = text.trim() === '' ? null : readMoney(text, unit);
  const error = read && !read.ok && field.error !== undefined ? codeWords('field', read.problem) : field.error;
  const change = (next: string) => {
    setText(next);
    const found = readMoney(next, unit);
    field.set(found.ok ? found.fen.toString() : next);
  };
  const turn = () => {
    const next: MoneyUnit = unit === '元' ? '万元' : '元';
    setUnit(next);
    if (fen !== null) setText(shown(fen, next));
  };
  const below = fen === null ? (help ?? t('moneyExample')) : <AmountWords fen={fen} />;
  return (
    <Wrapped field={{ ...field, error }} label={label} help={below}>
      <span className="qm-suffixed">
        <input
          className="qm-input qm-number"
          inputMode="decimal"
          autoComplete="off"
          {...controlProps({ ...field, error }, true)}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
        <button type="button" className="qm-suffix qm-suffix-button" onClick={turn}>
          {unit}
        </button>
      </span>
    </Wrapped>
  );
}

function AmountWords({ fen }: { fen: bigint }) {
  return (
    <span className="qm-number">
      = {yuanFigure(fen)} 元{fen >= 0n ? ` · ${capitals(fen)}` : ''}
    </span>
  );
}

function shown(fen: bigint, unit: MoneyUnit): string {
  return unit === '元' ? yuanFigure(fen) : wanFigure(fen);
}

function settled(text: string, unit: MoneyUnit): bigint | null {
  const read = readMoney(text, unit);
  return read.ok ? read.fen : null;
}

function fenOf(value: unknown): bigint | null {
  if (typeof value !== 'string' || !/^-?\d+$/.test(value)) return null;
  try {
    return parseFenText(value);
  } catch {
    return null;
  }
}
