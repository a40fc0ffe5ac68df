/** The composed server. */
export { type ComposedServer, composeServer, type ServerParts } from './compose.ts';
