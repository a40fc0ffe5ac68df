import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { problemWords } from '../../i18n/problem-words.ts';
import { useWords } from '../../i18n/words.ts';
import { Notice } from '../../plain/Notice.tsx';
import { Button } from '../Button.tsx';
import { EmptyState, ErrorState, Loading } from '../States.tsx';
import type { Column, RegisterState } from './column.ts';
import { Grid, type Selection } from './Grid.tsx';
import { arrangeRows } from './rows.ts';
import { type RegisterActs, useRegisterState } from './state.ts';
import { Toolbar } from './Toolbar.tsx';
import './register.css';

export type ExportWish<Row> = {
  readonly state: RegisterState;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
};

export type RegisterTableProps<Row> = {
  /** Contract word of the register, e.g. `programme.target`; saved views hang on it. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** Answer of the read: rows, or why there are none. */
  readonly answer: { readonly data: readonly Row[] | undefined; readonly error: unknown; refetch(): unknown };
  readonly rowKey: (row: Row) => string;
  readonly rowHref?: (row: Row) => string;
  /** Given when the server searches, filters, sorts and pages by the URL's state: then rows are shown as they come. */
  readonly server?: { readonly total: number; readonly pageSize: number };
  /** Makes the file of what is filtered; absent means this register has no export. */
  readonly onExport?: (wish: ExportWish<Row>) => Promise<void>;
  /** Bulk acts for the chosen rows. */
  readonly bulk?: (chosen: readonly Row[], clear: () => void) => ReactNode;
  /** Where people are searched for: the text is kept here and never stands in the URL. Start with `useState('')`. */
  readonly privateSearch?: readonly [text: string, set: (text: string) => void];
  readonly searchHint?: string;
  readonly emptyText?: string;
  readonly emptyAct?: ReactNode;
  /** Line under the table, e.g. `124 家 = 贫困村 104 + 非贫困村 20`. */
  readonly summary?: (rows: readonly Row[]) => ReactNode;
};

/** Every register of the house: search, filters, columns and views in the URL, keyboard, export, states. */
export function RegisterTable<Row>(props: RegisterTableProps<Row>) {
  const { name, columns, answer, server } = props;
  const acts = usePrivately(useRegisterState(), props.privateSearch);
  const { state } = acts;
  const all = answer.data ?? [];
  const rows = useMemo(() => (server ? all : arrangeRows(all, columns, state)), [server, all, columns, state]);
  const shown = useMemo(() => shownColumns(columns, state.columns), [columns, state.columns]);
  const selection = useSelection(props.bulk !== undefined);
  const exporting = useExport(props, rows, shown, state);
  return (
    <div className="qm-register">
      <Toolbar
        name={name}
        columns={columns}
        shown={shown}
        rows={all}
        acts={acts}
        placeholder={props.searchHint}
        end={exporting.button}
      />
      {exporting.problem}
      {props.bulk && selection && selection.chosen.size > 0 && (
        <BulkBar
          chosen={all.filter((row) => selection.chosen.has(props.rowKey(row)))}
          {...{ selection, bulk: props.bulk }}
        />
      )}
      <Body {...props} {...{ rows, shown, selection, state }} onSort={acts.sort} onClear={acts.clear} />
      {answer.data && <Footer {...props} rows={rows} page={state.page} onTurn={acts.turn} />}
    </div>
  );
}

/** The same acts, with the searched text outside the URL where people are searched for. */
function usePrivately(acts: RegisterActs, kept: RegisterTableProps<unknown>['privateSearch']): RegisterActs {
  return useMemo(() => {
    if (!kept) return acts;
    const [q, search] = kept;
    const clear = () => {
      search('');
      acts.clear();
    };
    return { ...acts, state: { ...acts.state, q }, search, clear };
  }, [acts, kept?.[0], kept?.[1]]);
}

function shownColumns<Row>(columns: readonly Column<Row>[], chosen: readonly string[] | null): readonly Column<Row>[] {
  const shown = columns.filter(({ key, hidden }) => (chosen ? chosen.includes(key) : !hidden));
  return shown.length > 0 ? shown : columns.filter(({ hidden }) => !hidden);
}

type BodyProps<Row> = RegisterTableProps<Row> & {
  readonly rows: readonly Row[];
  readonly shown: readonly Column<Row>[];
  readonly selection: Selection | undefined;
  readonly state: RegisterState;
  readonly onSort: (key: string) => void;
  readonly onClear: () => void;
};

function Body<Row>(props: BodyProps<Row>) {
  const { answer, rows, shown, selection, state, caption, rowKey, rowHref, onSort } = props;
  const t = useWords(houseWords);
  if (answer.data === undefined)
    return answer.error ? (
      <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />
    ) : (
      <Loading rows={10} />
    );
  if (rows.length > 0)
    return <Grid {...{ caption, columns: shown, rows, rowKey, rowHref, selection, onSort, sort: state.sort }} />;
  if (state.q !== '' || state.filters.size > 0)
    return (
      <EmptyState title={t('emptyFiltered')}>
        <Button onClick={props.onClear}>{t('clearFilters')}</Button>
      </EmptyState>
    );
  return <EmptyState {...(props.emptyText ? { title: props.emptyText } : {})}>{props.emptyAct}</EmptyState>;
}

type FooterProps<Row> = RegisterTableProps<Row> & {
  readonly rows: readonly Row[];
  readonly page: number;
  readonly onTurn: (page: number) => void;
};

function Footer<Row>({ answer, rows, server, summary, page, onTurn }: FooterProps<Row>) {
  const t = useWords(houseWords);
  const total = server?.total ?? answer.data?.length ?? 0;
  const pages = server ? Math.max(1, Math.ceil(server.total / server.pageSize)) : 1;
  const count =
    rows.length === total || server ? t('rows', { count: total }) : t('rowsOf', { count: rows.length, total });
  return (
    <footer className="qm-register-foot" aria-live="polite">
      <span className="qm-number">{summary ? summary(rows) : count}</span>
      {pages > 1 && (
        <nav className="qm-pager" aria-label={t('page', { page, pages })}>
          <Button
            kind="quiet"
            icon="left"
            label={t('previousPage')}
            blocked={page <= 1}
            onClick={() => page > 1 && onTurn(page - 1)}
          />
          <span className="qm-number">{t('page', { page, pages })}</span>
          <Button
            kind="quiet"
            icon="right"
            label={t('nextPage')}
            blocked={page >= pages}
            onClick={() => page < pages && onTurn(page + 1)}
          />
        </nav>
      )}
    </footer>
  );
}

type BulkBarProps<Row> = {
  readonly chosen: readonly Row[];
  readonly selection: Selection;
  readonly bulk: NonNullable<RegisterTableProps<Row>['bulk']>;
};

function BulkBar<Row>({ chosen, selection, bulk }: BulkBarProps<Row>) {
  const t = useWords(houseWords);
  const clear = () => selection.all([...selection.chosen]);
  return (
    <div className="qm-bulk" role="status">
      {t('selected', { count: selection.chosen.size })}
      {bulk(chosen, clear)}
      <Button kind="quiet" onClick={clear}>
        {t('clearSelection')}
      </Button>
    </div>
  );
}

function useSelection(on: boolean): Selection | undefined {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((key: string) => setChosen((old) => flip(old, [key], !old.has(key))), []);
  const all = useCallback(
    (keys: readonly string[]) => setChosen((old) => flip(old, keys, !keys.every((key) => old.has(key)))),
    [],
  );
  return useMemo(() => (on ? { chosen, toggle, all } : undefined), [on, chosen, toggle, all]);
}

function flip(old: ReadonlySet<string>, keys: readonly string[], on: boolean): ReadonlySet<string> {
  const next = new Set(old);
  for (const key of keys) on ? next.add(key) : next.delete(key);
  return next;
}

function useExport<Row>(
  { onExport }: RegisterTableProps<Row>,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  state: RegisterState,
): { button: ReactNode; problem: ReactNode } {
  const t = useWords(houseWords);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (!onExport) return { button: null, problem: null };
  const run = async () => {
    setBusy(true);
    setError(null);
    try {
      await onExport({ rows, columns, state });
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };
  return {
    button: (
      <Button icon="export" busy={busy} onClick={() => void run()}>
        {busy ? t('exporting') : t('export')}
      </Button>
    ),
    problem: error ? <Notice tone="block">{problemWords(error, 'read')}</Notice> : null,
  };
}
