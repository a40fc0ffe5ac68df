import { describe, expect, it } from 'vitest';
import { draftOf, emptyRow, freeId, inOrder, rowProblems, storedOf, withoutRow } from './rows.ts';

const stored = {
  id: 'SG-B12',
  parent: 'SG-B1',
  name: '3个县级电商公共服务中心建设',
  amountFen: '375000000',
  quantity: '3',
  unitAmountFen: '125000000',
  source: 'SG-F01',
  clause: '002 附件1',
};

describe('[FUND-02:entry] rows of a budget as they are typed', () => {
  it('comes back to the fen', () => {
    expect(draftOf(stored).amount).toBe('375');
    expect(storedOf([draftOf(stored)])).toEqual([stored]);
    expect(storedOf([{ ...draftOf(stored), amount: '0.000001' }])[0]?.amountFen).toBe('1');
  });
  it('keeps what is not an amount and names the row', () => {
    const rows = [
      emptyRow('L1', null, '总计'),
      { ...emptyRow('L2', 'L1', '培训'), amount: '八万' },
      emptyRow('L3', 'L1'),
    ];
    expect(rowProblems(rows)).toEqual([
      { id: 'L2', code: 'amount' },
      { id: 'L3', code: 'name' },
    ]);
    expect(rowProblems([{ ...emptyRow('L2', null, '培训'), amount: '8.0000001' }])).toHaveLength(1);
  });
  it('stands in order, removes a row with its parts, gives free ids', () => {
    const rows = [emptyRow('L1', null), emptyRow('L3', 'L2'), emptyRow('L2', 'L1'), emptyRow('L4', 'L1')];
    expect(inOrder(rows).map(({ row, depth }) => `${row.id}${depth}`)).toEqual(['L10', 'L21', 'L32', 'L41']);
    expect(withoutRow(rows, 'L2').map(({ id }) => id)).toEqual(['L1', 'L4']);
    expect(freeId(rows)).toBe('L5');
  });
});
