import { absentText, type Fen, formatOnScreen, formatWan, formatYuan } from '@qianmo/values/money';

/**
 * An amount in fen. Registers and decisions show 元, dashboards 万元, screens 亿元 where that is exact; never rounded.
 * `null` is an absent figure.
 */
export function Money({ fen, style = 'yuan' }: { fen: Fen | string | null; style?: 'yuan' | 'wan' | 'screen' }) {
  return <span className="qm-number">{moneyText(fen, style)}</span>;
}

export function moneyText(fen: Fen | string | null, style: 'yuan' | 'wan' | 'screen' = 'yuan'): string {
  if (fen === null) return absentText;
  const amount = BigInt(fen);
  if (style === 'wan') return formatWan(amount);
  return style === 'screen' ? formatOnScreen(amount) : formatYuan(amount);
}
