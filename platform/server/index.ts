/** Front door of the server base. */

export { hasRegister, loadRegister } from '../places/server/load.ts';
export { hashPassword } from './auth/password.ts';
export { type SessionParts, sessionHandlers } from './auth/session.ts';
export { insertInvitation } from './auth/store.ts';
export { type CalendarRow, listCalendarDays, readWorkingCalendar } from './calendar/calendar.ts';
export { calendarDueDates } from './calendar/due.ts';
export { CALENDAR_CHANGED, calendarHandlers } from './calendar/handlers.ts';
export { loadOfficialYears } from './calendar/official.ts';
export { type Clock, dayOf, type MovableClock, machineClock, movableClock } from './clock/clock.ts';
export { clockHandlers } from './clock/handlers.ts';
export { foundInstallation, type InstallationClock, openInstallationClock } from './clock/installation-clock.ts';
export { type HomeTree, homeTree, readHomes } from './database/homes.ts';
export { attachInstallation, type Installation, openInstallation } from './database/installation.ts';
export { migrate, readMigrations } from './database/migrate.ts';
export { createPool, type Database, databaseOf } from './database/pool.ts';
export { ensureQueueSchema, ensureRoles, type LoginRole } from './database/roles.ts';
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
export { createPersonalStore, type PersonalKeys, type PersonalStore } from './personal/personal.ts';
export { type AppOptions, createApp } from './serve/app.ts';
export { type Bound, type Context, type Handler, on } from './serve/context.ts';
export { Refusal, Rejection, rejectOnConstraint } from './serve/errors.ts';
export { createLimiter } from './serve/limits.ts';
export { createPipe, type Pipe, systemActor } from './serve/pipe.ts';
export { type Grants, mergeGrants, NATION } from './serve/scope.ts';
export { createActorSource, hashToken, type PostingSource } from './serve/sessions.ts';
export { canonicalJson, withClient } from './serve/transaction.ts';
