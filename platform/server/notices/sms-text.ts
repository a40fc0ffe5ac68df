import type { Title } from '../../contract/inbox.ts';

const GENERAL = '您有一项工作需要办理';
const MOST_CHARACTERS = 130; // two parts of a Chinese message, signature included

/**
 * The message: what, until when, where. `words` gives the phrase for a title's code; without one the message says only
 * that there is work. Never names, numbers or addresses of people.
 */
export function smsText(
  words: Readonly<Record<string, (params: Title['params']) => string>>,
  title: Title,
  dueOn: string | null,
): string {
  const what = words[title.code]?.(title.params) ?? GENERAL;
  const until = dueOn ? `，${Number(dueOn.slice(5, 7))}月${Number(dueOn.slice(8))}日到期` : '';
  const tail = `${until}，请登录工作台查看。`;
  return `【阡陌】${what.slice(0, MOST_CHARACTERS - tail.length - 4)}${tail}`;
}
