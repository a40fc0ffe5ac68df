import { expect, it } from 'vitest';
import { isPermitted, mayActAt, type Session } from './session.ts';

function someone(role: string, home: string): Session {
  return {
    user: 'u',
    name: 'n',
    postings: [
      { posting: 'p', home, homeName: '', homeLevel: '', role, unit: null, unitName: null, title: null, narrow: null },
    ],
    permissions: [{ permission: 'x', homes: [home] }],
    secondFactor: { enrolled: false, required: false, at: null },
    installation: { kind: 'test', now: '', today: '2019-12-31' },
  };
}

it('an upper tier reads below and acts only at its own home', () => {
  const region = someone('commerce', '540200');
  expect(isPermitted(region, 'x', '540221')).toBe(true);
  expect(mayActAt(region, 'x', '540221')).toBe(false);
  expect(mayActAt(region, 'x', '540200')).toBe(true);
  expect(isPermitted(region, 'x', '540300')).toBe(false);
});

it('a county reads neither its neighbour nor its prefecture', () => {
  const county = someone('commerce', '621221');
  expect(isPermitted(county, 'x', '621222')).toBe(false);
  expect(isPermitted(county, 'x', '621200')).toBe(false);
});

it('an administrator of the installation reaches everywhere', () => {
  const administrator = someone('administrator', '000000');
  expect(mayActAt(administrator, 'x', '621221')).toBe(true);
  expect(isPermitted(administrator, 'y', '621221')).toBe(false);
});
