import { instant, safeParagraphs } from '@qianmo/values/wire';
import { z } from 'zod';
import { read, write } from './operation.ts';

export const getClock = read({
  name: 'clock.get',
  home: 'global',
  permission: 'signed-in',
  summary: 'The installation’s time, and whether it is one whose clock can be moved',
  input: z.strictObject({}),
  result: z.strictObject({
    now: z.string(),
    today: z.string(),
    kind: z.enum(['real', 'demo', 'test']),
    moved: z.boolean(),
  }),
});

export const moveClock = write({
  name: 'clock.move',
  home: 'global',
  permission: 'clock.move',
  summary: 'Sets the time of a demo or test installation; a real one refuses',
  input: z.strictObject({ to: instant, reason: safeParagraphs(200) }),
  result: z.strictObject({ now: z.string() }),
  rejections: ['clock-not-movable'],
});

export const clockOperations = [getClock, moveClock];
