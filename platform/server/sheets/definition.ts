import type { CellProblem, Sheet } from '../../contract/sheet.ts';
import type { Database } from '../database/pool.ts';

/** Where and when rows are checked and saved. `within`: the home and every home below it. */
export type SheetContext = {
  readonly db: Database;
  readonly home: string;
  readonly within: readonly string[];
  readonly today: string;
  readonly now: string;
};

export type SheetValues = Readonly<Record<string, string | null>>;

/** A row whose cells could all be read; `number` is its line in the file. */
export type ReadRow = { readonly number: number; readonly values: SheetValues };

/**
 * What the register says of a row: it would be added, would change something, changes nothing (with what it means there
 * and a key by which two rows for one thing are found) or cannot be entered.
 */
export type CheckedRow<R> =
  | { readonly outcome: 'new' | 'changed' | 'same'; readonly key: string; readonly resolved: R }
  | { readonly outcome: 'wrong'; readonly problems: readonly CellProblem[] };

export type RowToSave<R> = ReadRow & { readonly outcome: 'new' | 'changed'; readonly resolved: R };

/** The register's side of a sheet. Everything is set-wise: a fixed number of statements, however many rows. */
export type SheetRegister<R> = {
  readonly sheet: Sheet;
  /** One answer per row, in order. */
  check(context: SheetContext, rows: readonly ReadRow[]): Promise<readonly CheckedRow<R>[]>;
  /** Enters rows that `check` has just passed in the same transaction. `source` names the import for good. */
  save(context: SheetContext, rows: readonly RowToSave<R>[], source: string): Promise<void>;
  /** The register as it is today, in the sheet's values; absent where it cannot be exported in these columns. */
  list?(context: SheetContext): Promise<readonly SheetValues[]>;
};

/** A register with what it makes of its rows hidden: the mechanism only carries it from `check` to `save`. */
export type DefinedSheet = SheetRegister<unknown>;

export function defineSheet<R>(register: SheetRegister<R>): DefinedSheet {
  return {
    ...register,
    save: (context, rows, source) => register.save(context, rows as readonly RowToSave<R>[], source),
  };
}

export type SheetRegisters = ReadonlyMap<string, DefinedSheet>;

export function sheetRegisters(sheets: readonly DefinedSheet[]): SheetRegisters {
  const byName = new Map(sheets.map((each) => [each.sheet.name, each]));
  if (byName.size !== sheets.length) throw new Error('two sheets have one name');
  return byName;
}
