import type { Fen } from './money.ts';

const digits = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const placeUnits = ['', '拾', '佰', '仟'] as const;
const groupUnits = ['', '万', '亿', '万亿'] as const;
const limitFen = 10n ** 18n;

/**
 * An amount in capitals for papers and vouchers (支付结算办法附一): `壹万陆仟肆佰零玖元零贰分`, `伍拾元整`.
 * 整 closes amounts that end at 元 or 角; 零 stands before 角 when the last yuan digit is 0, and before 分 when 角 is 0.
 * Throws RangeError from ten quadrillion yuan (10^16).
 */
export function capitals(fen: Fen): string {
  const amountFen = fen < 0n ? -fen : fen;
  if (amountFen >= limitFen) throw new RangeError(`too large for capitals: ${fen}`);
  const yuan = amountFen / 100n;
  const cents = Number(amountFen % 100n);
  const whole = yuan === 0n ? '' : `${wholeCapitals(yuan)}元`;
  const text = whole + centsCapitals(Math.floor(cents / 10), cents % 10, yuan);
  return `${fen < 0n ? '负' : ''}${text === '' ? '零元整' : text}`;
}

function centsCapitals(jiao: number, fen: number, yuan: bigint): string {
  if (jiao === 0 && fen === 0) return yuan === 0n ? '' : '整';
  const needsZero = yuan !== 0n && (jiao === 0 || yuan % 10n === 0n);
  const jiaoText = jiao === 0 ? '' : `${digits[jiao]}角`;
  const fenText = fen === 0 ? '整' : `${digits[fen]}分`;
  return `${needsZero ? '零' : ''}${jiaoText}${fenText}`;
}

function wholeCapitals(yuan: bigint): string {
  let text = '';
  let isZeroDue = false;
  for (let index = groupUnits.length - 1; index >= 0; index -= 1) {
    const group = Number((yuan / 10_000n ** BigInt(index)) % 10_000n);
    if (group === 0) {
      isZeroDue = text !== '';
      continue;
    }
    text += `${text !== '' && (isZeroDue || group < 1000) ? '零' : ''}${groupCapitals(group)}${groupUnitOf(index, yuan)}`;
    isZeroDue = false;
  }
  return text;
}

/** 壹万贰仟亿, not 壹万亿贰仟亿: 亿 is written once, after the lower of the two groups. */
function groupUnitOf(index: number, yuan: bigint): string {
  const hasYiGroup = (yuan / 10n ** 8n) % 10_000n !== 0n;
  return index === 3 && hasYiGroup ? '万' : (groupUnits[index] ?? '');
}

function groupCapitals(group: number): string {
  let text = '';
  let isZeroDue = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.floor(group / 10 ** place) % 10;
    if (digit === 0) {
      isZeroDue = text !== '';
      continue;
    }
    text += `${isZeroDue ? '零' : ''}${digits[digit]}${placeUnits[place]}`;
    isZeroDue = false;
  }
  return text;
}
