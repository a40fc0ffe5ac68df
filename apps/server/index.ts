/** The composed server. */
export { ensureConsole } from './build.ts';
export { type ComposedServer, composeServer, type ServerParts } from './compose.ts';
export { actInside, type InProcess, openInProcess } from './in-process.ts';
export { type Running, type RunOptions, runServer } from './run.ts';
