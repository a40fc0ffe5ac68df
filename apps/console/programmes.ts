import type { Call, Session } from '@qianmo/client';
import type { ProgrammeChoice } from '@qianmo/ui/office';

/** Programmes a person may open, newest first. */
export async function listProgrammes(
  _call: Call,
  _session: Session,
  _signal: AbortSignal,
): Promise<readonly ProgrammeChoice[]> {
  return [];
}
