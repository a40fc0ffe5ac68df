import { isPlainDate } from './plain-date.ts';

export type IdentityProblem = 'wrong-length' | 'wrong-character' | 'wrong-date' | 'wrong-check-digit';

const personWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const personCheckDigits = '10X98765432';
const entityAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const entityWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const mobilePattern = /^1[3-9]\d{9}$/;
const landlinePattern = /^0\d{2,3}-?[2-9]\d{6,7}(-\d{1,6})?$/;

/** Upper case without blanks, as stored and hashed. */
export function normaliseIdentityNumber(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}

/** 公民身份号码 (GB 11643): 18 places, a real birth date, check digit by ISO 7064 MOD 11-2. Null when it is right. */
export function residentIdProblem(text: string): IdentityProblem | null {
  const id = normaliseIdentityNumber(text);
  if (id.length !== 18) return 'wrong-length';
  if (!/^[1-9]\d{16}[\dX]$/.test(id)) return 'wrong-character';
  if (!isPlainDate(`${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`)) return 'wrong-date';
  return id[17] === residentCheckDigit(id.slice(0, 17)) ? null : 'wrong-check-digit';
}

/** Check digit for the first 17 places; throws RangeError on anything but 17 digits. */
export function residentCheckDigit(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError('a resident id has 17 digits before its check digit');
  const sum = personWeights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return personCheckDigits[sum % 11] ?? '';
}

/** 统一社会信用代码 (GB 32100): 18 places without I, O, S, V, Z; check digit modulo 31. Null when it is right. */
export function socialCreditCodeProblem(text: string): IdentityProblem | null {
  const code = normaliseIdentityNumber(text);
  if (code.length !== 18) return 'wrong-length';
  if (![...code].every((character) => entityAlphabet.includes(character))) return 'wrong-character';
  return code[17] === socialCreditCheckDigit(code.slice(0, 17)) ? null : 'wrong-check-digit';
}

/** Check digit for the first 17 places; throws RangeError on a character outside the code's alphabet. */
export function socialCreditCheckDigit(first17: string): string {
  const sum = entityWeights.reduce((total, weight, index) => {
    const value = entityAlphabet.indexOf(first17[index] ?? ' ');
    if (value < 0) throw new RangeError('not a character of a social credit code');
    return total + weight * value;
  }, 0);
  return entityAlphabet[(31 - (sum % 31)) % 31] ?? '';
}

/** A mobile number of the mainland, or a landline with area code and an optional extension. */
export function isPhoneNumber(text: string): boolean {
  const phone = text.normalize('NFKC').replaceAll(/\s/g, '');
  return mobilePattern.test(phone) || landlinePattern.test(phone);
}
