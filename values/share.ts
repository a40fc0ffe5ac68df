/** An exact fraction in lowest terms; the denominator is positive. Equal shares have equal parts. */
export type Share = { readonly numerator: bigint; readonly denominator: bigint };

export const zeroShare: Share = { numerator: 0n, denominator: 1n };
export const wholeShare: Share = { numerator: 1n, denominator: 1n };

const decimalPattern = /^([-+−]?)(\d+)(?:\.(\d+))?$/;

/** Throws RangeError when the denominator is zero. */
export function share(numerator: bigint | number, denominator: bigint | number = 1n): Share {
  const [top, bottom] = [BigInt(numerator), BigInt(denominator)];
  if (bottom === 0n) throw new RangeError('a share needs a denominator other than zero');
  const divisor = greatestCommonDivisor(top, bottom) * (bottom < 0n ? -1n : 1n);
  return { numerator: top / divisor, denominator: bottom / divisor };
}

/** Reads `15%`, `4/5`, `0.8`, `-2.5`, `12‰`. Answers undefined for anything else. */
export function findShare(text: string): Share | undefined {
  const trimmed = text.trim();
  const last = trimmed.at(-1);
  if (last === '%' || last === '％') return scaled(trimmed.slice(0, -1), 100n);
  if (last === '‰') return scaled(trimmed.slice(0, -1), 1000n);
  const slash = trimmed.indexOf('/');
  if (slash < 0) return findDecimal(trimmed);
  const [top, bottom] = [findDecimal(trimmed.slice(0, slash)), findDecimal(trimmed.slice(slash + 1))];
  return top && bottom && bottom.numerator !== 0n ? divideShares(top, bottom) : undefined;
}

/** Like `findShare`, but throws RangeError when the text is not a share. */
export function parseShare(text: string): Share {
  const found = findShare(text);
  if (!found) throw new RangeError(`not a share: ${text}`);
  return found;
}

/** `n/d` in lowest terms, safe in JSON; `parseShare` reads it back. */
export function shareText(value: Share): string {
  return `${value.numerator}/${value.denominator}`;
}

export function addShares(left: Share, right: Share): Share {
  const top = left.numerator * right.denominator + right.numerator * left.denominator;
  return share(top, left.denominator * right.denominator);
}

export function subtractShares(left: Share, right: Share): Share {
  return addShares(left, { numerator: -right.numerator, denominator: right.denominator });
}

export function multiplyShares(left: Share, right: Share): Share {
  return share(left.numerator * right.numerator, left.denominator * right.denominator);
}

/** Throws RangeError when `right` is zero: nothing divided by nothing is not computable. */
export function divideShares(left: Share, right: Share): Share {
  return share(left.numerator * right.denominator, left.denominator * right.numerator);
}

/** `exponent` is a whole number of at least 0. */
export function raiseShare(base: Share, exponent: number): Share {
  const power = BigInt(exponent);
  return { numerator: base.numerator ** power, denominator: base.denominator ** power };
}

export function compareShares(left: Share, right: Share): -1 | 0 | 1 {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** Held between `low` and `high`. */
export function clampShare(value: Share, low: Share, high: Share): Share {
  if (compareShares(value, low) < 0) return low;
  return compareShares(value, high) > 0 ? high : value;
}

/** Greatest whole number not above the share. */
export function floorShare(value: Share): bigint {
  const quotient = value.numerator / value.denominator;
  return value.numerator % value.denominator < 0n ? quotient - 1n : quotient;
}

export function ceilShare(value: Share): bigint {
  return -floorShare({ numerator: -value.numerator, denominator: value.denominator });
}

/** A maximum: rounded down to the fen. */
export function floorOfFen(part: Share, amountFen: bigint): bigint {
  return floorShare({ numerator: part.numerator * amountFen, denominator: part.denominator });
}

/** A minimum: rounded up to the fen. */
export function ceilOfFen(part: Share, amountFen: bigint): bigint {
  return ceilShare({ numerator: part.numerator * amountFen, denominator: part.denominator });
}

/** Each part but the last rounded down to the fen, the last is the remainder: the parts always add up to the amount. */
export function splitFen(amountFen: bigint, firstParts: readonly Share[]): bigint[] {
  const amounts = firstParts.map((part) => floorOfFen(part, amountFen));
  return [...amounts, amounts.reduce((rest, part) => rest - part, amountFen)];
}

/** Decimal text with exactly `decimals` places; half is rounded away from zero. For display only. */
export function decimalText(value: Share, decimals: number): string {
  const unsigned = value.numerator < 0n ? -value.numerator : value.numerator;
  const scale = 10n ** BigInt(decimals);
  const rounded = (unsigned * scale * 2n + value.denominator) / (value.denominator * 2n);
  const sign = value.numerator < 0n && rounded !== 0n ? '-' : '';
  const digits = rounded.toString().padStart(decimals + 1, '0');
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** `55.56` for 5/9: percent with two places unless told otherwise, half up. For display only, without the sign `%`. */
export function percentText(value: Share, decimals = 2): string {
  return decimalText({ numerator: value.numerator * 100n, denominator: value.denominator }, decimals);
}

function scaled(text: string, divisor: bigint): Share | undefined {
  const found = findDecimal(text.trim());
  return found && share(found.numerator, found.denominator * divisor);
}

function findDecimal(text: string): Share | undefined {
  const match = decimalPattern.exec(text.trim());
  if (!match) return undefined;
  const decimals = match[3] ?? '';
  const unsigned = BigInt(`${match[2]}${decimals}`);
  const isNegative = match[1] === '-' || match[1] === '−';
  return share(isNegative ? -unsigned : unsigned, 10n ** BigInt(decimals.length));
}

function greatestCommonDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
