/** Money is a whole number of fen (分). */
export type Fen = bigint;

export const fenPerYuan = 100n;
export const fenPerWan = 1_000_000n;
export const fenPerYi = 10_000_000_000n;

export type MoneyProblem = 'not-a-number' | 'finer-than-a-fen' | 'wrong-grouping';
export type ReadMoney =
  | { readonly ok: true; readonly fen: Fen }
  | { readonly ok: false; readonly problem: MoneyProblem };
export type MoneyUnit = '元' | '万元' | '亿元';

/** Shown where there is no figure, and where a plan sets none. */
export const absentText = '—';
export const notSetText = '未设定';

const decimalsOfUnit: Readonly<Record<MoneyUnit, number>> = { 元: 2, 万元: 6, 亿元: 10 };
const unitPattern = /(万元|亿元|万|亿|元)$/;

/**
 * Reads an amount exactly: `4,320.00`, `1,350万`, `8.5万元`, `1.35 亿元`; without a unit it is in `defaultUnit`.
 * More places than whole fen have (2 for 元, 6 for 万元, 10 for 亿元) are refused, never rounded.
 */
export function readMoney(text: string, defaultUnit: MoneyUnit = '元'): ReadMoney {
  const compact = text.normalize('NFKC').trim();
  const suffix = unitPattern.exec(compact)?.[1];
  const figure = (suffix ? compact.slice(0, -suffix.length) : compact).trim();
  return readFigure(figure, decimalsOfUnit[suffix ? unitOfSuffix(suffix) : defaultUnit]);
}

/** Like `readMoney`; throws RangeError that names the problem. */
export function parseMoney(text: string, defaultUnit: MoneyUnit = '元'): Fen {
  const read = readMoney(text, defaultUnit);
  if (!read.ok) throw new RangeError(`${read.problem}: ${text}`);
  return read.fen;
}

/** Yuan with up to two places: `4320`, `4,320.00`. */
export function parseYuan(text: string): Fen {
  return parseMoney(text, '元');
}

/** Ten thousands of yuan with up to six places: `8.5` is 85,000 yuan. */
export function parseWan(text: string): Fen {
  return parseMoney(text, '万元');
}

/** `4,320.00`, negative `−1,080.00` (U+2212). */
export function yuanFigure(fen: Fen): string {
  return groupedFigure(fen, 2);
}

/** Registers, decisions and papers: `4,320.00 元`, never rounded. */
export function formatYuan(fen: Fen): string {
  return `${yuanFigure(fen)} 元`;
}

/** Dashboards: `56.16 万元`, `0.4320 万元`; what does not end at these places is shown in 元. */
export function formatWan(fen: Fen): string {
  if (fen % (fenPerWan / 100n) === 0n) return `${groupedFigure(fen / 10_000n, 2)} 万元`;
  if (fen % fenPerYuan === 0n) return `${groupedFigure(fen / fenPerYuan, 4)} 万元`;
  return formatYuan(fen);
}

/** Screens: `1.35 亿元` from one hundred million yuan where it is exact, else as on dashboards. */
export function formatOnScreen(fen: Fen): string {
  const isLarge = magnitude(fen) >= fenPerYi;
  return isLarge && fen % (fenPerYi / 100n) === 0n ? `${groupedFigure(fen / 100_000_000n, 2)} 亿元` : formatWan(fen);
}

/** `null` is an absent figure, shown as a dash. */
export function formatYuanOrAbsent(fen: Fen | null): string {
  return fen === null ? absentText : formatYuan(fen);
}

/** Shortest exact figure in 万元 without unit or grouping (`8.5`, `1350`), as packs write it; `parseWan` reads it back. */
export function wanFigure(fen: Fen): string {
  const sign = fen < 0n ? '-' : '';
  const digits = magnitude(fen).toString().padStart(7, '0');
  const decimals = digits.slice(-6).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -6)}${decimals ? `.${decimals}` : ''}`;
}

/** JSON-safe form: the fen as a decimal string. */
export function fenText(fen: Fen): string {
  return fen.toString();
}

/** Reads `fenText` back. Throws RangeError on leading zeros, signs other than `-`, or anything that is not a whole number. */
export function parseFenText(text: string): Fen {
  if (!/^(0|-?[1-9]\d*)$/.test(text)) throw new RangeError(`not-a-number: ${text}`);
  return BigInt(text);
}

export function sumFen(amounts: Iterable<Fen>): Fen {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

function readFigure(figure: string, decimals: number): ReadMoney {
  const match = /^([-+−]?)([\d,]+)(?:\.(\d+))?$/.exec(figure);
  if (!match) return { ok: false, problem: 'not-a-number' };
  const [, sign, whole = '', fraction = ''] = match;
  if (whole.includes(',') && !/^\d{1,3}(,\d{3})+$/.test(whole)) return { ok: false, problem: 'wrong-grouping' };
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > decimals) return { ok: false, problem: 'finer-than-a-fen' };
  const fen = BigInt(whole.replaceAll(',', '') + significant.padEnd(decimals, '0'));
  return { ok: true, fen: sign === '-' || sign === '−' ? -fen : fen };
}

function unitOfSuffix(suffix: string): MoneyUnit {
  if (suffix.startsWith('万')) return '万元';
  return suffix.startsWith('亿') ? '亿元' : '元';
}

function groupedFigure(scaledAmount: bigint, decimals: number): string {
  const digits = magnitude(scaledAmount)
    .toString()
    .padStart(decimals + 1, '0');
  const whole = digits.slice(0, -decimals).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${scaledAmount < 0n ? '−' : ''}${whole}.${digits.slice(-decimals)}`;
}

function magnitude(fen: Fen): Fen {
  return fen < 0n ? -fen : fen;
}
