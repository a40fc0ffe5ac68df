/** Front door of the server base. */

export { povertyClassSheet } from '../places/server/class-sheet.ts';
export { placeHandlers } from '../places/server/handlers.ts';
export { hasRegister, loadRegister } from '../places/server/load.ts';
export { addPlace, countClasses, findPlaceByCode, setPovertyClass } from '../places/server/queries.ts';
export { resolveRows } from '../places/server/resolutions.ts';
export { searchPlaces } from '../places/server/search.ts';
export { fromKysely } from '../places/server/sql.ts';
export { auditHandlers } from './audit/handlers.ts';
export { checkChainJob, sealJob } from './audit/job.ts';
export { exitCodeOf, reportText } from './audit/report.ts';
export { type SealOutcome, seal } from './audit/seal.ts';
export { type VerifyOptions, verify } from './audit/verify.ts';
export { readWitness, witnessFile } from './audit/witness.ts';
export { type OidcSettings, registerOidc } from './auth/oidc.ts';
export { hashPassword } from './auth/password.ts';
export { type SessionParts, sessionHandlers } from './auth/session.ts';
export { insertInvitation } from './auth/store.ts';
export { type BackupOutcome, backup } from './backup/backup.ts';
export { type BackupCheck, keysFileOf, verifyBackup } from './backup/manifest.ts';
export { restore } from './backup/restore.ts';
export { type CalendarRow, listCalendarDays, readWorkingCalendar } from './calendar/calendar.ts';
export { calendarDueDates } from './calendar/due.ts';
export { CALENDAR_CHANGED, calendarHandlers } from './calendar/handlers.ts';
export { loadOfficialYears } from './calendar/official.ts';
export { type Clock, dayOf, type MovableClock, machineClock, movableClock } from './clock/clock.ts';
export { clockHandlers } from './clock/handlers.ts';
export { foundInstallation, type InstallationClock, openInstallationClock } from './clock/installation-clock.ts';
export { findEmbedded, openEmbedded } from './database/embedded.ts';
export { type HomeTree, homeTree, NATION, readHomes } from './database/homes.ts';
export { attachInstallation, type Installation, openInstallation } from './database/installation.ts';
export { migrate, readMigrations } from './database/migrate.ts';
export { createPool, type Database, databaseOf } from './database/pool.ts';
export { ensureQueueSchema, ensureRoles, type LoginRole } from './database/roles.ts';
export type { FileBytes } from './files/bytes.ts';
export { openFileBytes } from './files/bytes-open.ts';
export { type Evidence, fileHandlers, linkEvidence } from './files/handlers.ts';
export { fileJobs } from './files/jobs.ts';
export { registerPartRoute } from './files/routes.ts';
export { type HeldSubject, type Hold, liftHold, listHolds, placeHold, requireNoHold } from './holds/holds.ts';
export { indicatorHandlers } from './indicators/handlers.ts';
export {
  createIndicators,
  type IndicatorOffer,
  type IndicatorQuestion,
  type Indicators,
  recordsDiffer,
} from './indicators/registry.ts';
export { type EnqueueOrder, enqueue } from './jobs/enqueue.ts';
export { type EventConsumer, type EventRecord, eventJobs, publish } from './jobs/events.ts';
export { jobCleanUps, jobHandlers } from './jobs/handlers.ts';
export { defineJob, type Job, JobCancelled, type JobContext } from './jobs/job.ts';
export { migrateQueue } from './jobs/queue.ts';
export { startWorker, type Worker, type WorkerOptions } from './jobs/worker.ts';
export type { DueDate, DueDateSource } from './notices/due-dates.ts';
export { inboxHandlers } from './notices/handlers.ts';
export { type Closing, closeItemsOn } from './notices/items.ts';
export { notify } from './notices/notify.ts';
export { raiseDueJob } from './notices/raise-due.ts';
export { fileSmsAdapter, type PhoneSource, type SmsAdapter, type SmsParts, smsJob } from './notices/sms.ts';
export type { PostSource } from './notices/visible.ts';
export { personalHandlers } from './personal/handlers.ts';
export { createPersonalStore, type PersonalKeys, type PersonalStore } from './personal/personal.ts';
export { type AppOptions, createApp } from './serve/app.ts';
export { type Bound, type Context, type Handler, on } from './serve/context.ts';
export { Refusal, Rejection, rejectOnConstraint } from './serve/errors.ts';
export { createLimiter } from './serve/limits.ts';
export { createPipe, type Pipe, systemActor } from './serve/pipe.ts';
export { type Grants, mergeGrants } from './serve/scope.ts';
export { createActorSource, hashToken, type PostingSource } from './serve/sessions.ts';
export { canonicalJson, withClient } from './serve/transaction.ts';
export {
  type DefinedSheet,
  defineSheet,
  type SheetContext,
  type SheetRegister,
  type SheetRegisters,
  sheetRegisters,
} from './sheets/definition.ts';
export { sheetHandlers } from './sheets/handlers.ts';
export { sheetJobs } from './sheets/jobs.ts';
