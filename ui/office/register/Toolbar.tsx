import { type ReactNode, useEffect, useId, useState } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { pick, useLanguage } from '../../i18n/language.ts';
import { useWords } from '../../i18n/words.ts';
import { Icon } from '../../plain/Icon.tsx';
import { Button } from '../Button.tsx';
import { Popover } from '../Popover.tsx';
import type { Column } from './column.ts';
import { filterChoices } from './rows.ts';
import type { RegisterActs } from './state.ts';
import { useSavedViews } from './views.ts';

export type ToolbarProps<Row> = {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly shown: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly acts: RegisterActs;
  readonly placeholder: string | undefined;
  readonly end: ReactNode;
};

export function Toolbar<Row>(props: ToolbarProps<Row>) {
  const { columns, rows, acts, placeholder, end } = props;
  const t = useWords(houseWords);
  const { state } = acts;
  const filtered = state.q !== '' || [...state.filters.values()].some((values) => values.length > 0);
  return (
    <search className="qm-toolbar">
      <SearchField value={state.q} onChange={acts.search} placeholder={placeholder ?? t('search')} />
      {columns
        .filter((column) => column.filter)
        .map((column) => (
          <FilterChip key={column.key} column={column} rows={rows} acts={acts} />
        ))}
      {filtered && (
        <Button kind="quiet" onClick={acts.clear}>
          {t('clearFilters')}
        </Button>
      )}
      <span className="qm-toolbar-gap" />
      <ViewMenu {...props} />
      <ColumnChooser {...props} />
      {end}
    </search>
  );
}

/** Typing filters after a moment's rest; the URL follows. */
function SearchField(props: { value: string; onChange: (value: string) => void; placeholder: string }) {
  const { value, onChange, placeholder } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onChange(text), 150);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  return (
    <span className="qm-search">
      <Icon name="search" small />
      <input
        type="search"
        className="qm-input"
        value={text}
        placeholder={placeholder}
        aria-label={placeholder}
        onChange={(event) => setText(event.target.value)}
      />
    </span>
  );
}

type ChipProps<Row> = { readonly column: Column<Row>; readonly rows: readonly Row[]; readonly acts: RegisterActs };

function FilterChip<Row>({ column, rows, acts }: ChipProps<Row>) {
  const shown = useLanguage();
  const chosen = acts.state.filters.get(column.key) ?? [];
  const choices = filterChoices(column, rows);
  const title = pick(column.title, shown);
  const labels = chosen.map((value) => choices.find(({ choice }) => choice.value === value)?.choice.label ?? value);
  const toggle = (value: string) =>
    acts.filter(column.key, chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <Popover
      className={chosen.length > 0 ? 'qm-chip qm-chip-on' : 'qm-chip'}
      button={
        <>
          {labels.length === 0 ? title : `${title}: ${labels.join('、')}`}
          <Icon name="down" small />
        </>
      }
    >
      {() => (
        <fieldset className="qm-choices">
          <legend className="qm-hidden">{title}</legend>
          {choices.map(({ choice, count }) => (
            <label key={choice.value}>
              <input type="checkbox" checked={chosen.includes(choice.value)} onChange={() => toggle(choice.value)} />
              <span>{choice.label}</span>
              <span className="qm-choices-count qm-number">{count}</span>
            </label>
          ))}
        </fieldset>
      )}
    </Popover>
  );
}

function ColumnChooser<Row>({ columns, shown, acts }: ToolbarProps<Row>) {
  const t = useWords(houseWords);
  const lang = useLanguage();
  const keys = shown.map(({ key }) => key);
  const toggle = (key: string) => {
    const next = columns.map((column) => column.key).filter((one) => (one === key) !== keys.includes(one));
    if (next.length > 0) acts.show(next);
  };
  return (
    <Popover
      className="qm-chip"
      align="end"
      button={
        <>
          <Icon name="columns" small />
          {t('columns')}
        </>
      }
    >
      {() => (
        <fieldset className="qm-choices">
          <legend className="qm-hidden">{t('columns')}</legend>
          {columns.map((column) => (
            <label key={column.key}>
              <input type="checkbox" checked={keys.includes(column.key)} onChange={() => toggle(column.key)} />
              <span>{pick(column.title, lang)}</span>
            </label>
          ))}
        </fieldset>
      )}
    </Popover>
  );
}

function ViewMenu<Row>({ name, acts }: ToolbarProps<Row>) {
  const t = useWords(houseWords);
  const { views, save, remove } = useSavedViews(name);
  const [title, setTitle] = useState('');
  const field = useId();
  const current = views.find((view) => view.query === acts.text);
  return (
    <Popover
      className="qm-chip"
      align="end"
      width={280}
      button={
        <>
          {t('views')}: {current?.name ?? t('defaultView')}
          <Icon name="down" small />
        </>
      }
    >
      {(close) => (
        <div className="qm-views">
          <Button
            kind="quiet"
            onClick={() => {
              acts.restore('');
              close();
            }}
          >
            {t('defaultView')}
          </Button>
          {views.map((view) => (
            <span key={view.name} className="qm-views-row">
              <Button
                kind="quiet"
                onClick={() => {
                  acts.restore(view.query);
                  close();
                }}
              >
                {view.name}
              </Button>
              <Button
                kind="quiet"
                icon="close"
                label={`${t('removeView')} ${view.name}`}
                onClick={() => remove(view.name)}
              />
            </span>
          ))}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (title.trim() === '') return;
              save({ name: title.trim(), query: acts.text });
              setTitle('');
            }}
          >
            <label className="qm-hidden" htmlFor={field}>
              {t('viewName')}
            </label>
            <input
              id={field}
              className="qm-input"
              value={title}
              maxLength={30}
              placeholder={t('viewName')}
              onChange={(event) => setTitle(event.target.value)}
            />
            <Button submit>{t('saveView')}</Button>
          </form>
        </div>
      )}
    </Popover>
  );
}
