import type { postDuties } from '../../contract/post.ts';
import type { Holding } from '../store/holders.ts';
import type { Post } from '../store/posts.ts';

type Held = { posting: string | null; person: string | null; personName: string | null; since: string | null };

export function holderOf(row: Held) {
  const { posting, person, personName, since } = row;
  return posting && person ? { posting, person, name: personName ?? '', since: since ?? '' } : null;
}

export function postOf(row: Post & Held) {
  return {
    home: row.home,
    id: row.id,
    unit: { id: row.unit, name: row.unitName },
    title: row.title,
    role: row.role,
    narrow: row.narrowKind && row.narrowId ? { kind: row.narrowKind, id: row.narrowId } : null,
    duty: row.duty as (typeof postDuties)[number] | null,
    holder: holderOf(row),
    version: row.version,
    from: row.from,
    until: row.until,
  };
}

export function postingOf(row: Holding) {
  return {
    id: row.id,
    home: row.home,
    post: row.post,
    title: row.title,
    unit: { id: row.unit, name: row.unitName },
    role: row.role,
    person: { id: row.person, name: row.personName },
    endedReason: row.endedReason,
    version: row.version,
    from: row.from,
    until: row.until,
  };
}
