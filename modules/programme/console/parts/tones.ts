import type { Tone } from '@qianmo/ui/office';

export type TargetState = 'achieved' | 'on_track' | 'at_risk' | 'missed' | 'not_computable';

export const targetStates: readonly TargetState[] = ['missed', 'at_risk', 'on_track', 'achieved', 'not_computable'];

export const targetTone: Readonly<Record<TargetState, Tone>> = {
  achieved: 'pass',
  on_track: 'running',
  at_risk: 'warn',
  missed: 'block',
  not_computable: 'off',
};

export const phaseTone: Readonly<Record<'upcoming' | 'running' | 'done' | 'overdue' | 'undated', Tone>> = {
  upcoming: 'off',
  running: 'running',
  done: 'pass',
  overdue: 'block',
  undated: 'off',
};
