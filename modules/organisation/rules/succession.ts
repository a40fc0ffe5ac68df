import type { Finding } from '@qianmo/platform/contract';
import { isInForce, type Span } from './span.ts';

export type Seat = Span & { readonly id: string; readonly post: string };
export type Posting = Span & { readonly id: string; readonly post: string; readonly person: string };

/** The posting in force on a day, by post. A post has one holder at a time (constraint of the database). */
export function holdersOn(postings: readonly Posting[], day: string): Map<string, Posting> {
  return new Map(postings.filter((each) => isInForce(each, day)).map((each) => [each.post, each]));
}

/** Who sits where on a day: the seat is the post's, so whoever holds the post holds the seat (002 附件2). */
export function seatsOn<S extends Seat>(
  seats: readonly S[],
  postings: readonly Posting[],
  day: string,
): { seat: S; holder: Posting | null }[] {
  const holders = holdersOn(postings, day);
  return seats.filter((seat) => isInForce(seat, day)).map((seat) => ({ seat, holder: holders.get(seat.post) ?? null }));
}

/** A seat that nobody fills on the day. */
export function seatFinding(seat: Seat, holder: Posting | null, clause: string | null): Finding | null {
  if (holder) return null;
  return {
    rule: 'organisation.seat-vacant',
    verdict: 'warn',
    clause,
    parameter: null,
    inputs: { seat: seat.id, post: seat.post },
  };
}

export type Succession = {
  readonly seat: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly on: string;
};

/**
 * What the office of each group files when a post changes hands: one line per seat that the post has on that day.
 * Nothing is filed where the same posting goes on.
 */
export function successionsOf(
  seats: readonly Seat[],
  change: { post: string; from: string | null; to: string | null; on: string },
): Succession[] {
  if (change.from === change.to) return [];
  return seats
    .filter((seat) => seat.post === change.post && isInForce(seat, change.on))
    .map((seat) => ({ seat: seat.id, from: change.from, to: change.to, on: change.on }));
}
