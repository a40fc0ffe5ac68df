/** A posting with the homes above its own, nearest first. */
export type Reaching = { readonly home: string; readonly role: string };

/**
 * Whether an administrator may act on an account: every posting in force of its owner must lie at or below a home where
 * the actor is administrator. Else a county could take over the account of the prefecture by a new link to it.
 */
export function isWithinReach(
  actor: readonly Reaching[],
  ownerHomes: readonly string[],
  ancestors: (home: string) => readonly string[],
  nation: string,
): boolean {
  const mine = new Set(actor.filter((posting) => posting.role === 'administrator').map((posting) => posting.home));
  if (mine.has(nation)) return true;
  return ownerHomes.every((home) => mine.has(home) || ancestors(home).some((above) => mine.has(above)));
}
