import type { ResultOf } from '@qianmo/platform/contract';
import { session } from '@qianmo/platform/contract';
import type { Call } from './call.ts';
import { ProblemError } from './problem-error.ts';
import type { Store } from './store.ts';
import { createStore } from './store.ts';

export type Session = ResultOf<typeof session.currentSession>;

export type SessionStore = Store<Session | null> & {
  /** Asks the server who is signed in; null where nobody is. Throws when the server cannot be reached. */
  load(signal?: AbortSignal): Promise<Session | null>;
};

export function createSession(call: Call): SessionStore {
  const store = createStore<Session | null>(null);
  return {
    ...store,
    load: async (signal) => {
      try {
        store.set(await call(session.currentSession, signal ? { input: {}, signal } : { input: {} }));
      } catch (error) {
        if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error;
        store.set(null);
      }
      return store.get();
    },
  };
}

/**
 * Whether some posting of the person grants `permission`, at `home` where one is named. Upper tiers read lower ones.
 * Only for showing and hiding: the server decides by the dated tree of places.
 */
export function isPermitted(who: Session, permission: string, home?: string): boolean {
  if (permission === 'public' || permission === 'signed-in') return true;
  const homes = who.permissions.find((granted) => granted.permission === permission)?.homes ?? [];
  return home === undefined ? homes.length > 0 : homes.some((own) => reaches(own, home));
}

/** Whether the person may change something at `home`: upper tiers read there, only administrators reach down to act. */
export function mayActAt(who: Session, permission: string, home: string): boolean {
  if (!isPermitted(who, permission, home)) return false;
  const homes = who.permissions.find((granted) => granted.permission === permission)?.homes ?? [];
  const reachDown = who.postings.some((held) => held.role === 'administrator' && reaches(held.home, home));
  return homes.includes(home) || reachDown;
}

/** Division codes nest by two digits; `000000` is the whole installation. */
function reaches(upper: string, home: string): boolean {
  return home.startsWith(upper.replace(/(00)+$/, ''));
}
