import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { houseWords } from '../../i18n/house-words.ts';
import { pick, useLanguage } from '../../i18n/language.ts';
import { useWords } from '../../i18n/words.ts';
import { Icon } from '../../plain/Icon.tsx';
import { isPlainClick } from '../AppLink.tsx';
import { useAddress } from '../address.ts';
import { singleKeysOn } from '../keys.ts';
import type { Column, RegisterState } from './column.ts';
import { useWindow } from './window.ts';

export type GridProps<Row> = {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowHref: ((row: Row) => string) | undefined;
  readonly sort: RegisterState['sort'];
  readonly onSort: (key: string) => void;
  readonly selection: Selection | undefined;
};

export type Selection = {
  readonly chosen: ReadonlySet<string>;
  toggle(key: string): void;
  all(keys: readonly string[]): void;
};

/** Rows above this are drawn only while in sight. */
const virtualFrom = 200;

export function Grid<Row>(props: GridProps<Row>) {
  const { caption, columns, rows, rowKey, rowHref, selection } = props;
  const box = useRef<HTMLDivElement>(null);
  const part = useWindow(box, rows.length, rows.length > virtualFrom);
  const [active, setActive] = useState(-1);
  const { go } = useAddress();
  const keyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = nextRow(event, active, rows.length);
    if (next === null) {
      const row = rows[active];
      if (event.key === 'Enter' && row && rowHref && event.target === box.current) go(rowHref(row));
      return;
    }
    event.preventDefault();
    setActive(next);
    part.reveal(next);
  };
  const hasTotal = columns.some(({ total }) => total !== undefined);
  return (
    <section
      className="qm-grid"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling table must be reachable by keyboard
      tabIndex={0}
      aria-label={caption}
      onKeyDown={keyDown}
      onScroll={part.onScroll}
    >
      <table>
        <caption className="qm-hidden">{caption}</caption>
        <GridColumns columns={columns} selectable={selection !== undefined} />
        <GridHead {...props} />
        <tbody>
          {part.before > 0 && <tr style={{ blockSize: part.before }} />}
          {rows.slice(part.from, part.to).map((row, index) => (
            <GridRow
              key={rowKey(row)}
              row={row}
              id={rowKey(row)}
              href={rowHref?.(row)}
              columns={columns}
              selection={selection}
              active={part.from + index === active}
              onOpen={go}
            />
          ))}
          {part.after > 0 && <tr style={{ blockSize: part.after }} />}
        </tbody>
        {hasTotal && <GridFoot {...props} />}
      </table>
    </section>
  );
}

function nextRow(event: KeyboardEvent, active: number, count: number): number | null {
  if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return null;
  const down = event.key === 'ArrowDown' || (event.key === 'j' && singleKeysOn());
  const up = event.key === 'ArrowUp' || (event.key === 'k' && singleKeysOn());
  if (down) return Math.min(active + 1, count - 1);
  return up ? Math.max(active - 1, 0) : null;
}

function GridColumns<Row>({ columns, selectable }: { columns: readonly Column<Row>[]; selectable: boolean }) {
  return (
    <colgroup>
      {selectable && <col style={{ inlineSize: 40 }} />}
      {columns.map(({ key, width }) => (
        <col key={key} {...(width ? { style: { inlineSize: width } } : {})} />
      ))}
    </colgroup>
  );
}

function GridHead<Row>({ columns, rows, rowKey, sort, onSort, selection }: GridProps<Row>) {
  const t = useWords(houseWords);
  const shown = useLanguage();
  const keys = rows.map(rowKey);
  return (
    <thead>
      <tr>
        {selection && (
          <th scope="col" className="qm-grid-check">
            <input
              type="checkbox"
              aria-label={t('selectAll')}
              checked={keys.length > 0 && keys.every((key) => selection.chosen.has(key))}
              onChange={() => selection.all(keys)}
            />
          </th>
        )}
        {columns.map((column) => {
          const sorted = sort?.key === column.key ? sort : null;
          const title = pick(column.title, shown);
          return (
            <th
              key={column.key}
              scope="col"
              className={column.align === 'end' ? 'qm-end' : undefined}
              aria-sort={sorted ? (sorted.down ? 'descending' : 'ascending') : undefined}
              title={shown === 'both' ? column.title.en : undefined}
            >
              {column.sort === false ? (
                title
              ) : (
                <button type="button" className="qm-grid-sort" onClick={() => onSort(column.key)}>
                  {title}
                  {sorted && <Icon name={sorted.down ? 'down' : 'up'} small />}
                </button>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

type GridRowProps<Row> = {
  readonly row: Row;
  readonly id: string;
  readonly href: string | undefined;
  readonly columns: readonly Column<Row>[];
  readonly selection: Selection | undefined;
  readonly active: boolean;
  readonly onOpen: (href: string) => void;
};

function GridRow<Row>({ row, id, href, columns, selection, active, onOpen }: GridRowProps<Row>) {
  const t = useWords(houseWords);
  const open = (event: MouseEvent) => {
    if (!href || (event.target instanceof Element && event.target.closest('a,button,input,label'))) return;
    if (window.getSelection()?.toString()) return;
    if (isPlainClick(event)) onOpen(href);
    else window.open(href, '_blank', 'noopener');
  };
  const middle = (event: MouseEvent) => {
    if (event.button === 1) open(event);
  };
  const first = columns[0];
  const chosen = selection?.chosen.has(id) ?? false;
  return (
    <tr
      className={[href ? 'qm-row-opens' : '', active ? 'qm-row-active' : '', chosen ? 'qm-row-chosen' : ''].join(' ')}
      aria-current={active || undefined}
      onClick={open}
      onAuxClick={middle}
    >
      {selection && (
        <td className="qm-grid-check">
          <input
            type="checkbox"
            checked={chosen}
            aria-label={t('selectRow', { name: first?.text(row) ?? id })}
            onChange={() => selection.toggle(id)}
          />
        </td>
      )}
      {columns.map((column, index) => {
        const content = column.cell?.(row) ?? column.text(row);
        return (
          <td key={column.key} className={column.align === 'end' ? 'qm-end qm-number' : undefined}>
            {index === 0 && href ? (
              <a
                className="qm-row-link"
                href={href}
                onClick={(event) => {
                  if (!isPlainClick(event)) return;
                  event.preventDefault();
                  onOpen(href);
                }}
              >
                {content}
              </a>
            ) : (
              content
            )}
          </td>
        );
      })}
    </tr>
  );
}

function GridFoot<Row>({ columns, rows, selection }: GridProps<Row>) {
  const t = useWords(houseWords);
  return (
    <tfoot>
      <tr>
        {selection && <td />}
        {columns.map((column, index) => (
          <td key={column.key} className={column.align === 'end' ? 'qm-end qm-number' : undefined}>
            {column.total ? column.total(rows) : index === 0 ? t('sum') : null}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
