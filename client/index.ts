/** Browser base: typed calls, drafts, watched values. Knows no module and no framework. */
export type { Call, CallOptions, CallParts } from './call.ts';
export { createCall } from './call.ts';
export type { Draft, DraftStore, TextStore } from './drafts.ts';
export { createDrafts } from './drafts.ts';
export { fieldProblems } from './field-problems.ts';
export { ProblemError, UnreachableError } from './problem-error.ts';
export { encodeQuery } from './query.ts';
export type { Session, SessionStore } from './session.ts';
export { createSession, isPermitted, mayActAt } from './session.ts';
export type { Store } from './store.ts';
export { createStore } from './store.ts';
