import { type InboxItem, inbox } from '@qianmo/platform/contract';
import {
  AppLink,
  Button,
  codeWords,
  EmptyState,
  findSubjectPath,
  instantWords,
  Loaded,
  Page,
  Section,
  Status,
  Tabs,
  type Tone,
  useAct,
  useAddress,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { useState } from 'react';
import { CloseItem } from './CloseItem.tsx';
import { inboxWords } from './words.ts';
import './inbox.css';

const tabKeys = ['todo', 'mine', 'watching', 'done'] as const;
type TabKey = (typeof tabKeys)[number];
const bands = ['overdue', 'soon', 'later', 'none'] as const;

export function InboxPage() {
  const t = useWords(inboxWords);
  const { query, setQuery } = useAddress();
  const tab = tabKeys.find((key) => key === query.get('tab')) ?? 'todo';
  const answer = useQueryOp(inbox.listInbox, { tab, limit: 100 });
  const tabs = tabKeys.map((key) => ({ key, label: t(key) }));
  return (
    <Page title={{ zh: '工作台', en: 'Work' }} count={answer.data?.total} wide={false}>
      <Tabs
        label={t('what')}
        tabs={tabs}
        active={tab}
        onChange={(key) => setQuery({ tab: key === 'todo' ? null : key })}
      >
        <Loaded answer={answer}>
          {({ items }) => (items.length === 0 ? <Nothing tab={tab} /> : <Bands items={items} tab={tab} />)}
        </Loaded>
      </Tabs>
    </Page>
  );
}

function Bands({ items, tab }: { items: readonly InboxItem[]; tab: TabKey }) {
  const t = useWords(inboxWords);
  if (tab === 'done') return <Rows items={items} />;
  return (
    <>
      {bands.map((band) => {
        const rows = items.filter((item) => item.band === band);
        return rows.length === 0 ? null : (
          <Section key={band} title={`${t(band)} ${rows.length}`}>
            <Rows items={rows} />
          </Section>
        );
      })}
    </>
  );
}

function Rows({ items }: { items: readonly InboxItem[] }) {
  return (
    <ul className="qm-card qm-inbox">
      {items.map((item) => (
        <Row key={item.id} item={item} />
      ))}
    </ul>
  );
}

const bandTone: Readonly<Record<InboxItem['band'], Tone>> = {
  overdue: 'block',
  soon: 'warn',
  later: 'running',
  none: 'off',
};

function Row({ item }: { item: InboxItem }) {
  const t = useWords(inboxWords);
  const { href } = useAddress();
  const { mayAct } = useScope();
  const [closing, setClosing] = useState(false);
  const watch = useAct(inbox.watchInboxItem);
  const path = findSubjectPath(item.subject);
  const words = codeWords('notice', item.title.code, item.title.params);
  return (
    <li className="qm-inbox-row">
      <span className="qm-inbox-what">
        {path ? <AppLink href={href(path)}>{words}</AppLink> : words}
        <span className="qm-second">
          {whyWords(item)} · {instantWords(item.raisedAt)}
        </span>
      </span>
      <span className="qm-inbox-due">
        {item.closed ? (
          <Status tone="pass">{t('closedHow', { how: t('done'), at: instantWords(item.closed.at) })}</Status>
        ) : (
          <Due item={item} />
        )}
      </span>
      {!item.closed && mayAct('inbox.act') && (
        <span className="qm-row">
          <Button
            kind="quiet"
            icon="eye"
            label={item.watching ? t('unwatch') : t('watch')}
            busy={watch.busy}
            onClick={() => void watch.run({ id: item.id, on: !item.watching })}
          />
          <Button onClick={() => setClosing(true)}>{t('close')}</Button>
        </span>
      )}
      {closing && <CloseItem item={item} words={words} onClose={() => setClosing(false)} />}
    </li>
  );
}

function Due({ item }: { item: InboxItem }) {
  const t = useWords(inboxWords);
  const days = item.dueInWorkingDays;
  if (item.dueOn === null) return <Status tone="off">{t('none')}</Status>;
  const left =
    days === null
      ? t('dueOn', { day: item.dueOn })
      : days < 0
        ? t('overdueBy', { days: -days })
        : days === 0
          ? t('dueToday')
          : t('dueIn', { days });
  return (
    <>
      <Status tone={bandTone[item.band]}>{left}</Status>
      <span className="qm-second qm-number">{item.dueOn}</span>
    </>
  );
}

/** The post that answers for it: succession needs no re-sending. */
function whyWords(item: InboxItem): string {
  const { to } = item;
  if (to.kind === 'role') return codeWords('role', to.role);
  if (to.kind === 'unit') return codeWords('unit', to.unit);
  return to.kind === 'post' ? codeWords('unit', to.post) : '';
}

/** Nothing to do is good news; then what falls due next. */
function Nothing({ tab }: { tab: TabKey }) {
  const t = useWords(inboxWords);
  const { href } = useAddress();
  const answer = useQueryOp(inbox.listUpcoming, { days: 31 }, { enabled: tab === 'todo' });
  if (tab !== 'todo') return <EmptyState />;
  const next = answer.data?.items.slice(0, 5) ?? [];
  return (
    <>
      <EmptyState title={t('emptyTodo')} />
      {next.length > 0 && (
        <Section title={t('next')}>
          <ul className="qm-card qm-inbox">
            {next.map((one) => {
              const path = findSubjectPath(one.subject);
              const words = codeWords('notice', one.title.code, one.title.params);
              return (
                <li key={one.key} className="qm-inbox-row">
                  <span className="qm-inbox-what">{path ? <AppLink href={href(path)}>{words}</AppLink> : words}</span>
                  <span className="qm-number">{one.dueOn}</span>
                </li>
              );
            })}
          </ul>
        </Section>
      )}
    </>
  );
}
