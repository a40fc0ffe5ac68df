import type { Finding } from '@qianmo/platform/contract';
import {
  BudgetTree,
  Chart,
  CompareTable,
  Conclusion,
  DecisionBar,
  Facts,
  Figure,
  Findings,
  Gantt,
  LifeCycle,
  Money,
  RecordBody,
  RecordHeader,
  registerCodes,
  Section,
  Status,
  SumCheck,
  Tile,
} from '@qianmo/ui/office';

registerCodes('rule', {
  'sample.objection': { zh: '验收公示有 {open} 件异议未办结', en: '{open} objections are open' },
  'sample.households': {
    zh: '带贫户 {actual} 户，原则上 ≥ {limit}',
    en: '{actual} households, in principle ≥ {limit}',
  },
  'sample.accepted': { zh: '乡镇验收合格 10-14', en: 'accepted by the township' },
  'sample.area': { zh: '建成面积', en: 'area' },
});

const make = (rule: string, verdict: Finding['verdict'], inputs: Finding['inputs'] = {}): Finding => ({
  rule,
  verdict,
  inputs,
  clause: verdict === 'off' ? null : '003C 六(二)4',
  parameter: null,
});
const findings = [
  make('sample.accepted', 'pass'),
  make('sample.households', 'warn', { actual: 9, limit: 10 }),
  make('sample.objection', 'block', { open: 1 }),
  make('sample.area', 'off'),
];
const names: Readonly<Record<string, string>> = {
  planned: '规划',
  building: '建设',
  accepted: '验收',
  running: '运营',
  paused: '暂停',
  closed: '关停',
};
const transitions = [
  { from: 'planned', to: 'building', operation: 'build' },
  { from: 'building', to: 'accepted', operation: 'accept' },
  { from: 'accepted', to: 'running', operation: 'open' },
  { from: 'running', to: 'paused', operation: 'pause' },
  { from: 'running', to: 'closed', operation: 'close' },
];

export function RecordSamples() {
  return (
    <div className="qm-page">
      <RecordHeader
        number="CX-0087"
        name="长沟村示范店"
        status={<Status tone="pass">运营</Status>}
        note="多站合一：示范店 + 物流点"
      />
      <LifeCycle
        transitions={transitions}
        path={['planned', 'building', 'accepted', 'running']}
        current="running"
        stateWords={(state) => names[state] ?? state}
        history={[{ state: 'building', at: '2019-06-02', by: '县商务局' }]}
      />
      <RecordBody
        findings={
          <>
            <Conclusion findings={findings} />
            <Findings
              findings={findings}
              cure={({ verdict }) => verdict === 'block' && <a href="#yy">办理异议 YY-0012</a>}
            />
          </>
        }
      >
        <Facts
          facts={[
            { label: '建成面积', value: '46 m²', source: 'entered' },
            { label: '开业', value: '2019年9月24日' },
            { label: '合同', value: <Money fen="540000" /> },
          ]}
        />
        <div className="qm-tiles">
          <Tile
            title="覆盖了多少贫困村"
            value={
              <Figure
                title="开展覆盖的贫困村"
                definition="有运营站点的贫困村去重数 ÷ 名册"
                asOf="2019-12-31"
                records={() => <SumCheck sum="104" shown="104" agrees />}
              >
                104
              </Figure>
            }
            unit="/ 104 个"
            target="目标 = 100%"
            status={{ tone: 'pass', words: '已达标' }}
          />
          <Tile
            title="资金支付了多少"
            value={<Money fen="5616000000" style="wan" />}
            target="预算 700 万元"
            status={{ tone: 'warn', words: '有风险' }}
          />
        </div>
      </RecordBody>
      <PlanSamples />
      <ChartSample />
      <DecisionBar
        findings={findings}
        busy={false}
        onDecide={() => undefined}
        decisions={[
          { key: 'return', label: '退回补正', needsReason: true },
          { key: 'refuse', label: '不同意', kind: 'stop', needsReason: true },
          { key: 'pay', label: '批准支付 1,080.00 元', kind: 'primary', guarded: true },
        ]}
      />
    </div>
  );
}

function PlanSamples() {
  return (
    <>
      <Progress />
      <Budget />
      <Compared />
    </>
  );
}

function Progress() {
  return (
    <Section title="进度">
      <Gantt
        caption="进度"
        head="阶段"
        at="2019-10-15"
        bands={[
          {
            key: '1',
            label: '宣传发动',
            start: '2019-08-12',
            end: '2019-08-31',
            state: 'done',
            words: '2019年8月中旬至8月下旬',
          },
          {
            key: '2',
            label: '组织实施',
            start: '2019-09-01',
            end: '2019-11-30',
            state: 'running',
            words: '2019年9月至11月',
          },
          {
            key: '3',
            label: '验收考核',
            start: '2019-12-01',
            end: '2020-03-10',
            state: 'later',
            words: '2019年12月至2020年3月上旬',
          },
        ]}
      />
    </Section>
  );
}

function Budget() {
  return (
    <Section title="预算">
      <BudgetTree
        caption="预算"
        totalFen="700000000"
        lines={[
          { id: 'a', parent: null, name: '示范店建设', amountFen: '510000000', clause: '003C 五' },
          {
            id: 'a1',
            parent: 'a',
            name: '贫困村示范店',
            amountFen: '300000000',
            quantity: '104 家',
            unitAmountFen: '540000',
            clause: '003C 五(一)',
          },
          {
            id: 'a2',
            parent: 'a',
            name: '非贫困村示范店',
            amountFen: '210000000',
            quantity: '20 家',
            clause: '003C 五(二)',
          },
          { id: 'b', parent: null, name: '培训', amountFen: '170000000', clause: '003C 五(三)' },
          { id: 'c', parent: null, name: '宣传', amountFen: '20000000', clause: null },
        ]}
      />
    </Section>
  );
}

function Compared() {
  return (
    <Section title="比较">
      <CompareTable
        caption="比较"
        before="v1"
        after="v2"
        rows={[
          { key: '1', label: '带贫户下限', before: '≥ 10', after: '≥ 8', change: 'changed', difference: '▼ 2' },
          { key: '2', label: '公示期', before: null, after: '10 个工作日', change: 'added' },
        ]}
      />
    </Section>
  );
}

function ChartSample() {
  return (
    <Chart
      title="三个县完成过半"
      kind="bar"
      target={{ value: 100, words: '目标 100 · 003C 七' }}
      table={{
        groupHead: '县',
        series: [
          { name: '站点', unit: '个' },
          { name: '覆盖村', unit: '个' },
        ],
        rows: [
          { group: '桑珠孜区', values: [86, 120] },
          { group: '江孜县', values: [64, 71] },
          { group: '白朗县', values: [41, 52] },
          { group: '拉孜县', values: [22, 30] },
        ],
      }}
    />
  );
}
