import type { ReactNode } from 'react';
import type { Bilingual } from '../../i18n/language.ts';

/** What a column sorts by. Absent values stand last in both directions. */
export type SortValue = string | number | bigint | null;

export type Choice = { readonly value: string; readonly label: string };

export type Column<Row> = {
  readonly key: string;
  readonly title: Bilingual;
  /** Plain text of the cell: shown unless `cell` is given, searched, and written to exports. */
  readonly text: (row: Row) => string;
  readonly cell?: (row: Row) => ReactNode;
  /** Without it the column sorts by its text; `false` means it does not sort. */
  readonly sort?: ((row: Row) => SortValue) | false;
  /** Figures stand at the end with tabular digits. */
  readonly align?: 'end';
  /** Pixels. The column without a width takes what is left. */
  readonly width?: number;
  /** Not shown until chosen. */
  readonly hidden?: boolean;
  /** Values a filter offers; `of` says which a row has. Without `choices` they are gathered from the rows. */
  readonly filter?: { readonly of: (row: Row) => string | readonly string[]; readonly choices?: readonly Choice[] };
  /** Figure at the foot over the rows given, e.g. a sum. */
  readonly total?: (rows: readonly Row[]) => ReactNode;
};

export type Sorting = { readonly key: string; readonly down: boolean };

export type RegisterState = {
  readonly q: string;
  readonly filters: ReadonlyMap<string, readonly string[]>;
  readonly sort: Sorting | null;
  /** From 1. */
  readonly page: number;
  /** Keys in order; null shows the default columns. */
  readonly columns: readonly string[] | null;
};
