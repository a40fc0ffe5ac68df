/** Front door of the server base. */

export { loadRegister } from '../places/server/load.ts';
export { hashPassword } from './auth/password.ts';
export { type SessionParts, sessionHandlers } from './auth/session.ts';
export { insertInvitation } from './auth/store.ts';
export { type Clock, dayOf, type MovableClock, machineClock, movableClock } from './clock/clock.ts';
export { type HomeTree, homeTree, readHomes } from './database/homes.ts';
export { attachInstallation, type Installation, openInstallation } from './database/installation.ts';
export { migrate, readMigrations } from './database/migrate.ts';
export { createPool, type Database, databaseOf } from './database/pool.ts';
export { ensureQueueSchema, ensureRoles, type LoginRole } from './database/roles.ts';
export { createPersonalStore, type PersonalKeys, type PersonalStore } from './personal/personal.ts';
export { type AppOptions, createApp } from './serve/app.ts';
export { type Bound, type Context, type Handler, on } from './serve/context.ts';
export { Refusal, Rejection, rejectOnConstraint } from './serve/errors.ts';
export { createLimiter } from './serve/limits.ts';
export { createPipe, type Pipe, systemActor } from './serve/pipe.ts';
export { type Grants, mergeGrants, NATION } from './serve/scope.ts';
export { createActorSource, hashToken, type PostingSource } from './serve/sessions.ts';
export { canonicalJson, withClient } from './serve/transaction.ts';
