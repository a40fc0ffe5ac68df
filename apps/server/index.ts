/** The composed server. */
export { ensureConsole } from './build.ts';
export { type ComposedServer, composeServer, type ServerParts } from './compose.ts';
export { type Running, type RunOptions, runServer } from './run.ts';
