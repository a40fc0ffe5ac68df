import type { sheetFaults } from '../../contract/sheet.ts';

/** The whole file cannot be read, for a reason its sender can mend. */
export class SheetFault extends Error {
  readonly code: (typeof sheetFaults)[number];
  readonly params: Record<string, string | number>;
  constructor(code: (typeof sheetFaults)[number], params: Record<string, string | number> = {}) {
    super(code);
    this.code = code;
    this.params = params;
  }
}
