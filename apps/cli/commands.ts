import { start } from './start.ts';

/** A command returns its exit code: 0 done, 1 something was found wrong, 2 it was called wrongly. */
export type Command = (args: string[]) => Promise<number>;

export const commands: Readonly<Record<string, Command>> = { start };
