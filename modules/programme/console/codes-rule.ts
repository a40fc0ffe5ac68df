import { type CodeTable, codeWords, registerCodes } from '@qianmo/ui/office';

const target = '目标 {operator} {limit},现值 {value}';
const targetEn = 'target {operator} {limit}, now {value}';

/** Sentences of this module's rules, by verdict where they differ. */
registerCodes('rule', {
  'programme.target-progress.pass': { zh: `${target}:{state}。`, en: `${targetEn}: {state}.` },
  'programme.target-progress.warn': {
    zh: `${target}:完成 {progressPercent},时间已过 {elapsedPercent}。`,
    en: `${targetEn}: {progressPercent} done, {elapsedPercent} of the time gone.`,
  },
  'programme.target-progress.block': {
    zh: `${target},{deadline} 到期未达到。`,
    en: `${targetEn}, not reached by {deadline}.`,
  },
  'programme.target-progress.pending': { zh: '还不能判断:{reason}。', en: 'Cannot be judged yet: {reason}.' },
  'programme.growth': {
    zh: '增长 {growthPercent},要求 {operator} {targetPercent}(基数 {base},本期 {value})。',
    en: 'Growth {growthPercent}, wanted {operator} {targetPercent} (base {base}, now {value}).',
  },
  'programme.growth.pending': { zh: '增长还算不出:{reason}。', en: 'Growth cannot be computed: {reason}.' },
  'programme.average-growth': {
    zh: '年均增长 {ratePercent},要求 {operator} {targetPercent}(须达到 {requiredEndValue})。',
    en: 'Average growth {ratePercent}, wanted {operator} {targetPercent} (needs {requiredEndValue}).',
  },
  'programme.average-growth.pending': {
    zh: '年均增长还算不出:{reason}。',
    en: 'Average growth cannot be computed: {reason}.',
  },
  'programme.benchmark': {
    zh: '与基准相差 {gapPoints} 个百分点,要求 {operator} {targetPoints}({period})。',
    en: '{gapPoints} points from the benchmark, wanted {operator} {targetPoints} ({period}).',
  },
  'programme.benchmark.pending': { zh: '还不能比较:{reason}。', en: 'Cannot be compared yet: {reason}.' },
  'programme.milestone.pass': { zh: '{milestone}:{status}。', en: '{milestone}: {status}.' },
  'programme.milestone.warn': {
    zh: '{milestone}应于 {endOn} 完成,{status},迟 {daysLate} 天。',
    en: '{milestone} was due on {endOn}: {status}, {daysLate} days late.',
  },
  'programme.milestone.pending': { zh: '{milestone}:方案没有写日期。', en: '{milestone}: the plan gives no date.' },
  'programme.filing.pass': {
    zh: '{receivedOn} 收到回执,期限 {deadline}。',
    en: 'Received {receivedOn}, due {deadline}.',
  },
  'programme.filing.warn': {
    zh: '期限 {deadline},迟 {daysLate} 天,回执 {receivedOn}。',
    en: 'Due {deadline}, {daysLate} days late, receipt {receivedOn}.',
  },
  'programme.filing.pending': { zh: '尚未收到回执,期限 {deadline}。', en: 'No receipt yet, due {deadline}.' },
  'programme.cadence': { zh: '{cadence}一次,本期 {dueOn} 到期。', en: '{cadence}, due {dueOn}.' },
  'programme.cadence.warn': { zh: '{dueOn} 到期的一次没有记录。', en: 'The one due {dueOn} is not recorded.' },
});

registerCodes('rule', {
  'programme.budget-sum': {
    zh: '各级合计核对一致:{computedFen}。',
    en: 'All levels add up: {computedFen}.',
  },
  'programme.budget-parts-differ': {
    zh: '{line}写明 {statedFen},下级合计 {computedFen},相差 {differenceFen}。',
    en: '{line} states {statedFen}; its parts add up to {computedFen}, {differenceFen} apart.',
  },
  'programme.budget-quantity-times-unit-differs': {
    zh: '{line}写明 {statedFen},数量 {quantity} × 单价 {unitAmountFen} = {computedFen}。',
    en: '{line} states {statedFen}; {quantity} × {unitAmountFen} = {computedFen}.',
  },
  'programme.budget-negative-amount': { zh: '{line}金额为负:{statedFen}。', en: '{line} is negative: {statedFen}.' },
  'programme.budget-duplicate-line': { zh: '{line}重复。', en: '{line} is repeated.' },
  'programme.budget-amount-missing': { zh: '{line}没有金额。', en: '{line} has no amount.' },
  'programme.ratio.fund.ratio.upstream': {
    zh: '农村产品上行 {numeratorFen} = {sharePercent},要求 {operator} {limit}({limitFen})。',
    en: 'Upstream {numeratorFen} = {sharePercent}, wanted {operator} {limit} ({limitFen}).',
  },
  'programme.ratio.fund.ratio.centre': {
    zh: '公共服务中心 {numeratorFen} = {sharePercent},要求 {operator} {limit}({limitFen})。',
    en: 'Service centres {numeratorFen} = {sharePercent}, wanted {operator} {limit} ({limitFen}).',
  },
  'programme.schedule-start': {
    zh: '{task}:{latestStart} 开工,{latestFinish} 完成({workingDays} 个工作日)。',
    en: '{task}: {latestStart} to {latestFinish} ({workingDays} working days).',
  },
  'programme.schedule-start.block': {
    zh: '{task}最迟 {latestStart} 就要开工,但 {notBefore} 前不能开工。',
    en: '{task} would have to start by {latestStart}, but may not before {notBefore}.',
  },
  'programme.schedule-calendar': {
    zh: '{year} 年工作日历没有载入,{task}排不了。',
    en: 'The calendar of {year} is not loaded; {task} cannot be placed.',
  },
  'programme.schedule-circle': { zh: '前置关系成环:{tasks}。', en: 'These wait for one another: {tasks}.' },
  'programme.schedule-unknown-predecessor': { zh: '{task}的前置任务不存在。', en: '{task} waits for an unknown task.' },
  'programme.schedule-duplicate-task': { zh: '{task}重复。', en: '{task} is repeated.' },
  'programme.selection-experts': {
    zh: '{county}:无利害关系专家 {experts} 名,至少 {minimumExperts} 名。',
    en: '{county}: {experts} experts without conflict, at least {minimumExperts}.',
  },
  'programme.selection-declaration-missing': {
    zh: '{county}:专家尚未声明有无利害关系。',
    en: '{county}: an expert has not declared yet.',
  },
  'programme.selection-conflict-excluded': { zh: '{county}:一名专家回避。', en: '{county}: an expert stands aside.' },
  'programme.selection-score-missing': { zh: '{county}:还有评分未交。', en: '{county}: a score is missing.' },
  'programme.selection-score-range': {
    zh: '{county}:评分 {score} 超出范围。',
    en: '{county}: score {score} out of range.',
  },
  'programme.selection-tie': {
    zh: '{counties}同分,只剩 {placesLeft} 个名额,由会议决定。',
    en: '{counties} are tied for {placesLeft} places; the board decides.',
  },
});

const states = {
  achieved: { zh: '已达标', en: 'achieved' },
  on_track: { zh: '按进度', en: 'on track' },
  at_risk: { zh: '有风险', en: 'at risk' },
  missed: { zh: '未完成', en: 'missed' },
  not_computable: { zh: '算不出', en: 'not computable' },
  'value-missing': { zh: '还没有填报', en: 'no figure yet' },
  'value-at-deadline-missing': { zh: '缺到期日的数', en: 'no figure at the deadline' },
  'limit-missing': { zh: '方案没有写目标值', en: 'the plan gives no value' },
  'base-missing': { zh: '缺基数', en: 'the base is missing' },
  'base-not-positive': { zh: '基数不是正数', en: 'the base is not positive' },
  'not-judged': { zh: '定性目标,还没有评定', en: 'not judged yet' },
  'benchmark-missing': { zh: '缺同期基准', en: 'the benchmark of the period is missing' },
  'period-order': { zh: '期间先后不对', en: 'periods in the wrong order' },
  upcoming: { zh: '未开始', en: 'upcoming' },
  running: { zh: '进行中', en: 'running' },
  done: { zh: '已完成', en: 'done' },
  overdue: { zh: '逾期', en: 'overdue' },
  undated: { zh: '未定日期', en: 'undated' },
  open: { zh: '待办', en: 'open' },
  withdrawn: { zh: '已撤销', en: 'withdrawn' },
  late: { zh: '迟交', en: 'late' },
  pass: { zh: '按期', en: 'in time' },
  issued: { zh: '已下达', en: 'issued' },
  signed: { zh: '已签字', en: 'signed' },
  filed: { zh: '已归档', en: 'filed' },
  budget: { zh: '预算', en: 'budget' },
  commitment: { zh: '承诺', en: 'commitment' },
  payment: { zh: '支付', en: 'payment' },
  ten_day: { zh: '每旬', en: 'every ten days' },
  daily: { zh: '每日', en: 'daily' },
  monthly: { zh: '每月', en: 'monthly' },
  quarterly: { zh: '每季度', en: 'quarterly' },
  half_yearly: { zh: '每半年', en: 'half-yearly' },
  yearly: { zh: '每年', en: 'yearly' },
  annual: { zh: '每年', en: 'yearly' },
  every_batch: { zh: '每期', en: 'every batch' },
  regular: { zh: '定期(未写频次)', en: 'regularly' },
  on_schedule: { zh: '按要求时间', en: 'on schedule' },
  on_event: { zh: '发生时', en: 'on the event' },
  once: { zh: '一次', en: 'once' },
} satisfies CodeTable;

// Other modules have states of the same name; theirs may need other words.
registerCodes('state', Object.fromEntries(Object.entries(states).map(([code, words]) => [`programme.${code}`, words])));

/** A state, reason or frequency of this module in the language of the person; the code itself where it has no words. */
export function stateWords(code: string): string {
  const found = codeWords('state', `programme.${code}`);
  return found === `programme.${code}` ? code : found;
}
