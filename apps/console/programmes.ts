import { type Call, isPermitted, type Session } from '@qianmo/client';
import type { ResultOf } from '@qianmo/platform/contract';
import { listProgrammes } from '@qianmo/programme/contract';
import type { ProgrammeChoice } from '@qianmo/ui/office';

/**
 * Programmes a person may open, newest first: those kept at the homes of their posts, below, and above where they are
 * a member. A home that cannot answer hides its programmes only, never the console.
 */
export async function findProgrammes(
  call: Call,
  session: Session,
  signal: AbortSignal,
): Promise<readonly ProgrammeChoice[]> {
  const homes = new Set(session.postings.map(({ home }) => home));
  const asked = [...homes].filter((home) => isPermitted(session, 'programme.read', home));
  const answers = await Promise.allSettled(asked.map((home) => call(listProgrammes, { home, input: {}, signal })));
  const found = new Map<string, ProgrammeChoice>();
  for (const [index, answer] of answers.entries())
    if (answer.status === 'fulfilled')
      for (const item of answer.value.items) found.set(item.id, choiceOf(item, session, asked[index] ?? item.home));
  return [...found.values()].sort((left, right) => right.year.localeCompare(left.year));
}

type Listed = ResultOf<typeof listProgrammes>['items'][number];

/** A member county has no post at the programme's home: it asks at its own, where what is shared down can be read. */
function choiceOf(item: Listed, session: Session, asked: string): ProgrammeChoice {
  const home = isPermitted(session, 'programme.read', item.home) ? item.home : asked;
  const own = session.postings.find((posting) => posting.home === home);
  return {
    programme: item.id,
    home,
    homeName: own?.homeName ?? item.title.zh,
    name: item.title.zh,
    year: String(item.programmeYear),
    state: item.state,
  };
}
