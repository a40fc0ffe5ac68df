import type { JobRun } from '@qianmo/platform/contract';
import type { Tone } from '@qianmo/ui/office';

export const jobStateTone: Readonly<Record<JobRun['state'], Tone>> = {
  queued: 'off',
  running: 'running',
  done: 'pass',
  failed: 'block',
  cancelled: 'off',
};

export const jobStateWord = {
  queued: 'queued',
  running: 'running',
  done: 'doneState',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Readonly<Record<JobRun['state'], string>>;
