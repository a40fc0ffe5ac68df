import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ActingPerson, type CaseAct, type CaseActor, checkSeparation, isBlocked } from './separation.ts';

const acts: CaseAct[] = ['apply', 'deliver', 'operate', 'recommend', 'review', 'accept', 'pay'];
const interested = new Set<CaseAct>(['apply', 'deliver', 'operate']);
const deciding = new Set<CaseAct>(['review', 'accept', 'pay']);
const nobody: ActingPerson = { person: 'p', units: [], entities: [], related: [], dualOffices: [] };
const by = (act: CaseAct, other: Partial<CaseActor>): CaseActor => ({
  act,
  person: null,
  unit: null,
  entity: null,
  ...other,
});
const rulesOf = (act: CaseAct, actor: CaseActor, acting: Partial<ActingPerson> = {}) =>
  checkSeparation(act, [actor], { ...nobody, ...acting }).map((found) => `${found.rule} ${found.verdict}`);

describe('separation of duties', () => {
  it('[GOV-07:rule] the same person never stands on both sides of a case, for every pair of acts', () => {
    for (const act of acts) {
      for (const other of acts) {
        const opposed = (interested.has(act) && deciding.has(other)) || (deciding.has(act) && interested.has(other));
        const twoSteps = act !== other && deciding.has(act) && deciding.has(other);
        expect([act, other, rulesOf(act, by(other, { person: 'p' }))]).toEqual([
          act,
          other,
          opposed ? ['separation.same-person block'] : twoSteps ? ['separation.two-steps warn'] : [],
        ]);
      }
    }
  });

  it.each([
    ['unit', by('apply', { person: 'q', unit: 'u' }), { units: ['v', 'u'] }, 'separation.same-unit block'],
    ['entity', by('deliver', { entity: 'E' }), { entities: ['E'] }, 'separation.same-entity block'],
    [
      'related person',
      by('operate', { person: 'q' }),
      { related: [{ kind: 'person' as const, id: 'q' }] },
      'separation.related block',
    ],
    [
      'related unit',
      by('apply', { unit: 'u' }),
      { related: [{ kind: 'unit' as const, id: 'u' }] },
      'separation.related block',
    ],
    [
      'related entity',
      by('apply', { entity: 'E' }),
      { related: [{ kind: 'entity' as const, id: 'E' }] },
      'separation.related block',
    ],
  ])('the same %s blocks review, acceptance and payment', (_name, actor, acting, expected) => {
    for (const act of ['review', 'accept', 'pay'] as const) expect(rulesOf(act, actor, acting)).toEqual([expected]);
    expect(rulesOf('recommend', actor, acting)).toEqual([]);
  });

  it('ids of one kind never match another kind', () => {
    const actor = by('apply', { person: 'x', unit: 'y', entity: 'z' });
    const acting = {
      units: ['x', 'z'],
      entities: ['x', 'y'],
      related: [
        { kind: 'person' as const, id: 'y' },
        { kind: 'unit' as const, id: 'z' },
        { kind: 'entity' as const, id: 'x' },
      ],
    };
    expect(rulesOf('pay', actor, acting)).toEqual([]);
  });

  it('an actor without person, unit and entity cannot be compared', () => {
    expect(rulesOf('review', by('apply', {}))).toEqual(['separation.unknown pending']);
  });

  it('an office that leads and operates is shown on every deciding act and blocks none', () => {
    const office = { unit: 'u', parts: ['领导小组办公室', '运营关联方'], clause: '002 附件2' };
    for (const act of acts) {
      const found = checkSeparation(act, [], { ...nobody, units: ['u'], dualOffices: [office] });
      expect(found.map((each) => [each.rule, each.verdict, each.clause, each.inputs.parts])).toEqual(
        deciding.has(act) ? [['separation.dual-office', 'warn', '002 附件2', '领导小组办公室、运营关联方']] : [],
      );
      expect(isBlocked(found)).toBe(false);
    }
  });

  it('blocks the same both ways round: what one may not do after the other, the other may not do after the one', () => {
    const anyAct = fc.constantFrom(...acts);
    fc.assert(
      fc.property(anyAct, anyAct, fc.constantFrom('p', 'q'), (one, two, person) => {
        const forward = isBlocked(checkSeparation(one, [by(two, { person })], nobody));
        const back = isBlocked(checkSeparation(two, [by(one, { person: 'p' })], { ...nobody, person }));
        expect(forward).toBe(back);
      }),
    );
  });
});
