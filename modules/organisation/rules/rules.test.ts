import { roles } from '@qianmo/platform/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkComposition } from './composition.ts';
import { checkResponsibility, findRepeatedUnits } from './matrix.ts';
import { findScopeFault, type NarrowKind } from './post-scope.ts';
import { isWithinReach } from './reach.ts';
import { covers, isInForce } from './span.ts';
import { seatFinding, seatsOn, successionsOf } from './succession.ts';
import { findVacancies } from './vacancy.ts';

const dayOf = (offset: number) => new Date(Date.UTC(2019, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);
const anyDay = fc.integer({ min: 0, max: 400 }).map(dayOf);
const anySpan = fc.record({ from: fc.option(anyDay), until: fc.option(anyDay) });

describe('spans', () => {
  it('hold from the first day to the day before `until`', () => {
    const span = { from: '2019-03-01', until: '2019-06-01' };
    expect(['2019-02-28', '2019-03-01', '2019-05-31', '2019-06-01'].map((day) => isInForce(span, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isInForce({ from: null, until: null }, '2019-03-01')).toBe(false);
  });

  it('cover each other exactly when every day of the inner is a day of the outer', () => {
    const days = Array.from({ length: 420 }, (_, offset) => dayOf(offset));
    fc.assert(
      fc.property(anySpan, anySpan, (outer, inner) => {
        const inside = days.filter((day) => isInForce(inner, day));
        fc.pre(inside.length > 0);
        const openEnd = inner.until === null && outer.until !== null;
        expect(covers(outer, inner)).toBe(!openEnd && inside.every((day) => isInForce(outer, day)));
      }),
    );
  });
});

describe('succession', () => {
  const seat = { id: 's1', post: 'mayor', from: '2018-12-01', until: null };
  const first = { id: 'g1', post: 'mayor', person: 'wang', from: '2018-01-01', until: '2019-05-01' };
  const second = { id: 'g2', post: 'mayor', person: 'li', from: '2019-06-01', until: null };

  it('[GOV-02:rule] the seat goes to whoever holds the post, with a gap in between', () => {
    const on = (day: string) => seatsOn([seat], [first, second], day).map(({ holder }) => holder?.person ?? null);
    expect(on('2018-11-30')).toEqual([]);
    expect(on('2019-04-30')).toEqual(['wang']);
    expect(on('2019-05-01')).toEqual([null]);
    expect(on('2019-06-01')).toEqual(['li']);
  });

  it('shows a seat that nobody fills with the clause of its group', () => {
    expect(seatFinding(seat, first, '002 附件2')).toBeNull();
    expect(seatFinding(seat, null, '002 附件2')).toEqual({
      rule: 'organisation.seat-vacant',
      verdict: 'warn',
      clause: '002 附件2',
      parameter: null,
      inputs: { seat: 's1', post: 'mayor' },
    });
  });

  it('files one line per seat the post has on the day of the change, and none for no change', () => {
    const seats = [
      seat,
      { id: 's2', post: 'mayor', from: '2019-06-02', until: null },
      { id: 's3', post: 'mayor', from: '2018-01-01', until: '2019-06-01' },
      { id: 's4', post: 'deputy', from: '2018-01-01', until: null },
      { id: 's5', post: 'mayor', from: '2019-06-01', until: null },
    ];
    const change = { post: 'mayor', from: 'g1', to: 'g2', on: '2019-06-01' };
    expect(successionsOf(seats, change).map((line) => line.seat)).toEqual(['s1', 's5']);
    expect(successionsOf(seats, change)[0]).toEqual({ seat: 's1', from: 'g1', to: 'g2', on: '2019-06-01' });
    expect(successionsOf(seats, { ...change, to: 'g1' })).toEqual([]);
  });
});

describe('vacancy', () => {
  const leader = { id: 'p1', title: '分管领导', duty: 'leader-in-charge' as const, held: true };
  const specialist = { id: 'p2', title: '电商专干', duty: 'specialist' as const, held: true };
  const clerk = { id: 'p3', title: '统计员', duty: null, held: false };
  const monthly = { post: null, what: '月报', frequency: 'monthly' };
  const own = { post: 'p3', what: '站点台账', frequency: 'quarterly' };

  it('[GOV-04:rule] nothing is flagged where both posts are held', () => {
    expect(findVacancies({ unit: 'u', posts: [leader, specialist], reports: [monthly] })).toEqual([]);
  });

  it('flags a missing post, an empty post and an empty reporting post, each with its reports', () => {
    const found = findVacancies({
      unit: 'u',
      posts: [{ ...specialist, held: false }, clerk],
      reports: [monthly, own, { post: 'p2', what: '培训报表', frequency: 'monthly' }],
    });
    expect(found.map(({ missing, post, reports }) => [missing, post?.id ?? null, reports.map((r) => r.what)])).toEqual([
      ['leader-in-charge', null, ['月报']],
      ['specialist', 'p2', ['月报', '培训报表']],
      ['reporting-post', 'p3', ['站点台账']],
    ]);
    expect(found[1]?.finding).toEqual({
      rule: 'organisation.vacancy-specialist',
      verdict: 'warn',
      clause: null,
      parameter: null,
      inputs: { unit: 'u', post: 'p2', reports: 2, what: '月报；培训报表' },
    });
  });

  it('is content with one holder where a duty has several posts, and with empty posts that owe nothing', () => {
    const spare = { ...specialist, id: 'p9', held: false };
    expect(findVacancies({ unit: 'u', posts: [leader, spare, specialist, clerk], reports: [] })).toEqual([]);
  });
});

describe('responsibility', () => {
  const subject = { kind: 'target', id: 'LC-T01' };
  it.each([
    [0, ['organisation.lead-missing', 'block']],
    [1, null],
    [2, ['organisation.lead-several', 'warn']],
  ])('[GOV-08:rule] %i departments in the lead', (count, expected) => {
    const parts = Array.from({ length: count }, (_, n) => ({ unit: `u${n}`, part: 'lead' as const }));
    const [found] = checkResponsibility(subject, [...parts, { unit: 'x', part: 'with' }], '001 四(一)');
    expect(found ? [found.rule, found.verdict] : null).toEqual(expected);
    if (found) expect(found).toMatchObject({ clause: '001 四(一)', inputs: { subject: 'LC-T01', leads: count } });
  });

  it('names a unit that is listed twice, once', () => {
    expect(findRepeatedUnits(['a'], ['b', 'c'])).toEqual([]);
    expect(findRepeatedUnits(['a', 'b'], ['b', 'c', 'b', 'a'])).toEqual(['b', 'a']);
  });
});

describe('composition', () => {
  const demanded = { lead: 'finance', departments: ['commerce', 'poverty'], minPersons: 5, clause: '003B 五(三)4' };
  const rulesOf = (group: Parameters<typeof checkComposition>[1]) =>
    checkComposition(demanded, group).map((found) => `${found.rule.split('composition-')[1]} ${found.verdict}`);

  it('[GOV-09:rule] the lead and every department of the mandate must be there; others may join', () => {
    const full = { lead: 'finance', departments: ['poverty', 'audit', 'commerce'], persons: 5 };
    expect(rulesOf(full)).toEqual([]);
    expect(rulesOf({ ...full, departments: ['poverty'] })).toEqual(['department-missing block']);
    expect(rulesOf({ ...full, lead: 'commerce', departments: ['poverty', 'finance'] })).toEqual(['lead-differs block']);
    expect(rulesOf({ ...full, lead: null })).toEqual(['lead-differs block']);
  });

  it('counts persons once they are named', () => {
    const group = { lead: 'finance', departments: ['commerce', 'poverty'] };
    expect(rulesOf({ ...group, persons: null })).toEqual(['persons pending']);
    expect(rulesOf({ ...group, persons: 4 })).toEqual(['persons block']);
    expect(rulesOf({ ...group, persons: 5 })).toEqual([]);
  });

  it('is off where the plan demands nothing', () => {
    const nothing = { lead: null, departments: [], minPersons: null, clause: null };
    expect(checkComposition(nothing, { lead: null, departments: [], persons: 0 })).toEqual([]);
  });
});

describe('scope of a post', () => {
  const kinds: (NarrowKind | null)[] = [null, 'township', 'village', 'node', 'entity', 'contract', 'case'];
  const allowed = (role: (typeof roles)[number]) =>
    kinds.filter((kind) => findScopeFault(role, kind && { kind }) === null).map(String);

  it('[GOV-06:narrow] binds every role below the county and none of an office', () => {
    expect(Object.fromEntries(roles.map((role) => [role, allowed(role).join(' ')]))).toEqual({
      ...Object.fromEntries(roles.slice(0, roles.indexOf('township-leader')).map((role) => [role, 'null'])),
      'township-leader': 'township',
      'township-specialist': 'township',
      'village-committee': 'village',
      'centre-operator': 'node entity contract',
      'station-operator': 'node',
      contractor: 'entity contract',
      'logistics-operator': 'entity contract',
      enterprise: 'entity',
      'training-provider': 'entity contract',
      expert: 'null contract case',
    });
    expect(findScopeFault('station-operator', null)).toBe('narrow-missing');
    expect(findScopeFault('finance', { kind: 'township' })).toBe('narrow-not-allowed');
  });
});

describe('reach of an administrator', () => {
  const ancestors = (home: string) => ({ '621221': ['621200', '620000'], '621200': ['620000'] })[home] ?? [];
  const reach = (home: string, owner: string[], role = 'administrator') =>
    isWithinReach([{ home, role }], owner, ancestors, '000000');

  it('covers accounts whose every posting lies at or below it', () => {
    expect(reach('621221', ['621221'])).toBe(true);
    expect(reach('620000', ['621221', '621200'])).toBe(true);
    expect(reach('000000', ['621221', '000000'])).toBe(true);
    expect(reach('621221', [])).toBe(true);
  });

  it('does not cover an account with a posting above or beside it, nor count another role', () => {
    expect(reach('621221', ['621221', '621200'])).toBe(false);
    expect(reach('621221', ['533124'])).toBe(false);
    expect(reach('620000', ['000000'])).toBe(false);
    expect(reach('620000', ['621221'], 'commerce')).toBe(false);
  });
});
