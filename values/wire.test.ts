import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  amountFenString,
  exactNumber,
  fenString,
  homeCode,
  instant,
  plainDate,
  safeParagraphs,
  safeText,
  uuidV7,
} from './wire.ts';

function firstCode(schema: z.ZodType, value: unknown): string {
  const parsed = schema.safeParse(value);
  return parsed.success ? 'ok' : (parsed.error.issues[0]?.message ?? 'none');
}

describe('wire shapes', () => {
  test('accept what they say', () => {
    expect(plainDate.parse('2020-02-29')).toBe('2020-02-29');
    expect(instant.parse('2020-02-29T10:00:00+08:00')).toBe('2020-02-29T10:00:00+08:00');
    expect([fenString.parse('-5'), amountFenString.parse('0')]).toEqual(['-5', '0']);
    expect(exactNumber.parse('12.5')).toBe('12.5');
    expect(homeCode.parse('621221')).toBe('621221');
    expect(uuidV7.parse('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')).toHaveLength(36);
  });

  test('name the rule that is broken', () => {
    expect(firstCode(plainDate, '2019-02-29')).toBe('plain-date');
    expect(firstCode(instant, '2019-02-28T10:00:00')).toBe('instant');
    expect(firstCode(fenString, '1.5')).toBe('fen');
    expect(firstCode(fenString, '1234567890123456789')).toBe('fen');
    expect(firstCode(amountFenString, '-1')).toBe('fen');
    expect(firstCode(exactNumber, '1,5')).toBe('exact-number');
    expect(firstCode(homeCode, '62122')).toBe('home-code');
    expect(firstCode(uuidV7, '017f22e2-79b0-4cc3-98c4-dc0c0c07398f')).toBe('uuid-v7');
  });

  test('texts are normalised before they are measured', () => {
    expect(safeText(5).parse('  阿•买 ')).toBe('阿·买');
    expect(firstCode(safeText(5), '   ')).toBe('text-empty');
    expect(firstCode(safeText(5), '一二三四五六')).toBe('text-too-long');
    expect(firstCode(safeText(5), 'a\nb')).toBe('text-control');
    expect(safeParagraphs(9).parse('a\r\nb')).toBe('a\nb');
    expect(firstCode(safeParagraphs(9), 'a\u0000b')).toBe('text-control');
  });

  test('have a JSON schema for the interface description', () => {
    const schema = z.strictObject({ on: plainDate, at: instant, fen: fenString, name: safeText(60), home: homeCode });
    expect(z.toJSONSchema(schema, { io: 'input' })).toMatchObject({ type: 'object', additionalProperties: false });
  });
});
