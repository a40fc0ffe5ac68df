import { plainDate, safeText } from '@qianmo/values/wire';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldProblems } from './field-problems.ts';

const shape = z.strictObject({
  name: safeText(5),
  day: plainDate,
  kind: z.enum(['a', 'b']),
  lines: z.array(z.strictObject({ quantity: z.number().min(1) })).optional(),
});
const codes = (value: unknown) => fieldProblems(shape, value).map(({ path, code }) => `${path} ${code}`);

it('names what is missing, wrong and unknown by field', () => {
  expect(codes({})).toEqual(['name missing', 'day missing', 'kind missing']);
  expect(codes({ name: '一二三四五六', day: '2019-02-30', kind: 'c' })).toEqual([
    'name text-too-long',
    'day plain-date',
    'kind invalid-value',
  ]);
  expect(codes({ name: 7, day: '2019-02-28', kind: 'a', more: 1 })).toEqual(['name wrong-type', 'more unknown-key']);
  expect(codes({ name: 'x', day: '2019-02-28', kind: 'a', lines: [{ quantity: 0 }] })).toEqual([
    'lines.0.quantity too-small',
  ]);
});

it('finds nothing in what is right', () => {
  expect(fieldProblems(shape, { name: '长沟村', day: '2019-12-31', kind: 'b' })).toEqual([]);
});
