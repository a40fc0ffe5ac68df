/** What browsers and modules know of the platform: shapes, operations, roles. */
export type { Actor, PostingScope } from './actor.ts';
export { postingScope } from './actor.ts';
export type { CheckReport, LoggedAct, LoggedChange, LoggedValue } from './audit.ts';
export * as audit from './audit.ts';
export type { CalendarDay } from './calendar.ts';
export * as calendar from './calendar.ts';
export * as clock from './clock.ts';
export type { FileCard } from './file.ts';
export * as file from './file.ts';
export type { Finding, Verdict } from './finding.ts';
export { finding, verdict } from './finding.ts';
export type { Address, InboxBand, InboxItem, Title } from './inbox.ts';
export * as inbox from './inbox.ts';
export type { IndicatorDefinition, IndicatorRecord } from './indicator.ts';
export * as indicator from './indicator.ts';
export { defineIndicator } from './indicator.ts';
export type { JobRun } from './job.ts';
export * as job from './job.ts';
export type { HomeKind, InputOf, Operation, ParsedInputOf, ResultOf, Shape } from './operation.ts';
export { kebab, operationPath, read, write } from './operation.ts';
export * as personal from './personal.ts';
export * as place from './place.ts';
export type { PipeCode, Problem, ProblemField } from './problem.ts';
export { pipeCodes, problem } from './problem.ts';
export type { Role } from './roles.ts';
export {
  authorityRoles,
  officeRoles,
  operatorRoles,
  overseerRoles,
  reachesDown,
  roles,
  secondFactorRoles,
  townshipRoles,
} from './roles.ts';
export * as session from './session.ts';
export type { CellProblem, Sheet, SheetColumn } from './sheet.ts';
export * as sheet from './sheet.ts';
export { povertySheet } from './sheet-poverty.ts';
