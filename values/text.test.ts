import { describe, expect, test } from 'vitest';
import { maskAddress, maskBankAccount, maskIdentityNumber, maskPersonName, maskPhone } from './mask.ts';
import { findParentCode, findPlaceLevel, isHomeCode, listParentCodes } from './place-code.ts';
import { hasControlCharacters, normaliseText, searchKey } from './text.ts';

describe('text', () => {
  test('one middle dot, composed characters, no outer blanks', () => {
    expect(['阿卜杜拉•买买提', '阿卜杜拉・买买提', '阿卜杜拉‧买买提'].map(normaliseText)).toEqual(
      Array(3).fill('阿卜杜拉·买买提'),
    );
    expect(normaliseText('  Cafe\u0301\r\n ')).toBe('Café');
    expect(searchKey('ABC 一·二')).toBe('abc一·二');
  });

  test('control characters, direction overrides and broken pairs are seen', () => {
    const wrong = ['a\u0000b', 'a\u0085', 'a\u202eb', 'a\ud800', 'a\u2067b'];
    expect(wrong.map((text) => hasControlCharacters(text, true))).toEqual(Array(wrong.length).fill(true));
    expect([hasControlCharacters('a\nb'), hasControlCharacters('a\nb', true)]).toEqual([true, false]);
    expect(hasControlCharacters('བོད་ ئۇيغۇر 𠮷')).toBe(false);
  });
});

describe('masks', () => {
  test('numbers', () => {
    expect(maskIdentityNumber('62261219900101121X')).toBe('6226************1X');
    expect(maskIdentityNumber('1234567')).toBe('*******');
    expect(maskPhone('13912345678')).toBe('139****5678');
    expect(maskPhone('0939-3211234')).toBe('0939-****');
    expect(maskBankAccount('6222 0212 3456 1234')).toBe('尾号 1234');
    expect(maskBankAccount('12345')).toBe('尾号 ****');
  });

  test('names keep the first character of each part', () => {
    expect(
      ['王霞', '王小霞', '欧阳小霞', '阿卜杜拉·买买提', '阿卜杜拉•买买提', '王', '𠮷田'].map(maskPersonName),
    ).toEqual(['王*', '王*霞', '欧**霞', '阿***·买**', '阿***·买**', '*', '𠮷*']);
  });

  test('addresses end at the village', () => {
    expect(maskAddress('甘肃省成县城关镇西关村3组12号')).toBe('甘肃省成县城关镇西关村***');
    expect(maskAddress('东乡县董岭乡陈家村2社')).toMatch(/村\*\*\*$/);
    expect(maskAddress('成县城关镇东大街12号')).toBe('成县城关镇***');
    expect(maskAddress('成县东大街12号')).toBe('成县***');
    expect(maskAddress('12号')).toBe('***');
  });
});

describe('place codes', () => {
  test('levels and codes above', () => {
    const codes = [
      '620000',
      '621200',
      '621221',
      '621221100',
      '621221100201',
      '14043099A',
      '62122',
      '621221100000',
      '012345',
    ];
    expect(codes.map(findPlaceLevel)).toEqual([
      'province',
      'prefecture',
      'county',
      'township',
      'village',
      'special',
      undefined,
      undefined,
      undefined,
    ]);
    expect(listParentCodes('621221100201')).toEqual(['621221100', '621221', '621200', '620000']);
    expect([findParentCode('620000'), findParentCode('14043099A')]).toEqual([null, null]);
    expect(['621221', '14043099A', '62122', '62122a', '6212211002011'].map(isHomeCode)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
