import { Button, type Column, moneyText, Page, RegisterTable, Status, type Tone } from '@qianmo/ui/office';

type Row = { id: string; name: string; township: string; kind: string; state: string; households: number; fen: bigint };

const townships = ['抛沙镇', '店村镇', '黄渚镇', '红川镇', '小川镇', '鸡峰镇', '苏元镇'];
const states: Readonly<Record<string, Tone>> = {
  运营: 'pass',
  建设: 'running',
  无声63天: 'warn',
  暂停: 'block',
  关停: 'off',
};

const rows: readonly Row[] = Array.from({ length: 10_000 }, (_, index) => ({
  id: `CX-${String(index + 1).padStart(5, '0')}`,
  name: `${['长沟', '东关', '阿·买买提', '南山', '赵山'][index % 5]}村电商扶贫示范店`,
  township: townships[index % townships.length] ?? '',
  kind: index % 4 === 0 ? '物流点' : '示范店',
  state: Object.keys(states)[(index * 7) % 5] ?? '',
  households: (index * 13) % 27,
  fen: BigInt(540_000 + ((index * 97) % 400) * 100),
}));

const columns: readonly Column<Row>[] = [
  { key: 'id', title: { zh: '编号', en: 'Number' }, width: 110, text: (row) => row.id },
  { key: 'name', title: { zh: '名称', en: 'Name' }, text: (row) => row.name },
  {
    key: 'township',
    title: { zh: '乡镇', en: 'Township' },
    width: 120,
    text: (row) => row.township,
    filter: { of: (row) => row.township },
  },
  {
    key: 'kind',
    title: { zh: '类型', en: 'Kind' },
    width: 100,
    text: (row) => row.kind,
    filter: { of: (row) => row.kind },
  },
  {
    key: 'state',
    title: { zh: '状态', en: 'State' },
    width: 130,
    text: (row) => row.state,
    cell: (row) => <Status tone={states[row.state] ?? 'off'}>{row.state}</Status>,
    filter: { of: (row) => row.state },
  },
  {
    key: 'households',
    title: { zh: '带贫户', en: 'Households' },
    width: 100,
    align: 'end',
    text: (row) => String(row.households),
    sort: (row) => row.households,
    total: (shown) => shown.reduce((sum, { households }) => sum + households, 0).toLocaleString('zh-CN'),
  },
  {
    key: 'amount',
    title: { zh: '合同金额', en: 'Contract' },
    width: 150,
    align: 'end',
    text: (row) => moneyText(row.fen),
    sort: (row) => row.fen,
    total: (shown) => moneyText(shown.reduce((sum, { fen }) => sum + fen, 0n)),
  },
];

export function RegisterSample() {
  return (
    <Page
      title={{ zh: '站点登记', en: 'Nodes' }}
      count="124 家"
      actions={
        <Button kind="primary" icon="plus">
          新建站点
        </Button>
      }
    >
      <RegisterTable
        name="gallery.node"
        caption="站点登记"
        columns={columns}
        rowKey={(row) => row.id}
        rowHref={(row) => `/console/gallery.html#${row.id}`}
        answer={{ data: rows, error: null, refetch: () => undefined }}
        searchHint="搜名称、编号、村"
        bulk={(chosen) => <Button>{`派巡查 ${chosen.length}`}</Button>}
        onExport={() => Promise.resolve()}
      />
    </Page>
  );
}
