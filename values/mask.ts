import { normaliseText } from './text.ts';

const townshipEnd = /^.+?(?:街道|苏木|乡|镇|农场|团场)/;
const villageEnd = /^.+?(?:村|社区|嘎查)/;
const countyEnd = /^.+?(?:县|市辖区|自治旗|区|旗)/;

/** `622621199001011234` → `6226************34`; anything shorter than 8 is hidden whole. */
export function maskIdentityNumber(id: string): string {
  return keepEnds(id, 4, 2);
}

/** `13912345678` → `139****5678`; a landline keeps its area code and nothing else. */
export function maskPhone(phone: string): string {
  const areaCode = /^(0\d{2,3})-/.exec(phone)?.[1];
  if (areaCode) return `${areaCode}-****`;
  return phone.length === 11 ? `${phone.slice(0, 3)}****${phone.slice(-4)}` : '*'.repeat(phone.length);
}

/** `尾号 1234`; an account of fewer than 8 digits is hidden whole. */
export function maskBankAccount(account: string): string {
  const digits = account.replaceAll(/\D/g, '');
  return digits.length >= 8 ? `尾号 ${digits.slice(-4)}` : '尾号 ****';
}

/**
 * Personal name in public: first and last character of a Chinese name (`王*霞`, `王*`), the first character of each part
 * of a name with middle dots or blanks (`阿***·买**`).
 */
export function maskPersonName(name: string): string {
  const normalised = normaliseText(name);
  const parts = normalised.split(/([·\s]+)/);
  if (parts.length > 1) return parts.map((part, index) => (index % 2 === 0 ? keepFirst(part) : part)).join('');
  const characters = [...normalised];
  if (characters.length <= 2) return keepFirst(normalised);
  return `${characters[0]}${'*'.repeat(characters.length - 2)}${characters.at(-1)}`;
}

/** Cut after the village; without one after the township, else after the county; `***` where none is named. */
export function maskAddress(address: string): string {
  const normalised = normaliseText(address);
  const township = townshipEnd.exec(normalised)?.[0] ?? '';
  const village = villageEnd.exec(normalised.slice(township.length))?.[0] ?? '';
  const kept = township + village || countyEnd.exec(normalised)?.[0] || '';
  return kept === '' ? '***' : `${kept}${kept.length < normalised.length ? '***' : ''}`;
}

function keepFirst(part: string): string {
  const characters = [...part];
  return characters.length <= 1
    ? '*'.repeat(characters.length)
    : `${characters[0]}${'*'.repeat(characters.length - 1)}`;
}

function keepEnds(text: string, first: number, last: number): string {
  if (text.length < first + last + 2) return '*'.repeat(text.length);
  return `${text.slice(0, first)}${'*'.repeat(text.length - first - last)}${text.slice(-last)}`;
}
