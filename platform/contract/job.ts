import { uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { read, write } from './operation.ts';

export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

/** One run of a job: a row of the task tray and of the jobs page. Finished runs are kept for seven days. */
export const jobRun = z.strictObject({
  id: z.string(),
  home: z.string(),
  name: z.string(),
  state: z.enum(jobStates),
  /** Account of who asked, or `system:…`. */
  askedBy: z.string(),
  askedAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  attempts: z.number().int(),
  done: z.number().int(),
  total: z.number().int().nullable(),
  cancelAsked: z.boolean(),
  resultFile: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorReference: z.string().nullable(),
});
export type JobRun = z.infer<typeof jobRun>;

const filter = {
  states: z.array(z.enum(jobStates)).max(5).optional(),
  name: z.string().max(80).optional(),
  limit: z.number().int().min(1).max(200).default(50),
  offset: z.number().int().min(0).max(100_000).default(0),
};
const page = z.strictObject({ items: z.array(jobRun), total: z.number().int() });

export const listJobs = read({
  name: 'job.list',
  home: 'path',
  permission: 'job.read',
  summary: 'Runs at this home: the own ones, or all for who looks after the system',
  input: z.strictObject({ ...filter, mine: z.boolean().default(false) }),
  result: page,
});

export const listInstallationJobs = read({
  name: 'job.listInstallation',
  home: 'global',
  permission: 'job.read.all',
  summary: 'Runs that belong to the installation and to no home',
  input: z.strictObject(filter),
  result: page,
});

export const getJob = read({
  name: 'job.get',
  home: 'path',
  permission: 'job.read',
  summary: 'One run with its progress',
  input: z.strictObject({ id: uuid }),
  result: jobRun,
  rejections: ['job-unknown'],
});

export const cancelJob = write({
  name: 'job.cancel',
  home: 'path',
  permission: 'job.cancel',
  summary: 'Cancels a run that waits, asks a running one to stop',
  input: z.strictObject({ id: uuid }),
  result: z.strictObject({ id: z.string(), state: z.enum(jobStates) }),
  rejections: ['job-unknown', 'job-finished', 'job-of-another'],
});

export const retryJob = write({
  name: 'job.retry',
  home: 'path',
  permission: 'job.retry',
  summary: 'Queues a failed or cancelled run again',
  input: z.strictObject({ id: uuid }),
  result: z.strictObject({ id: z.string() }),
  rejections: ['job-unknown', 'job-not-failed'],
});

export const jobOperations = [listJobs, listInstallationJobs, getJob, cancelJob, retryJob];
