import { type Call, createCall, createSession, createStore, type SessionStore } from '@qianmo/client';
import { language } from '@qianmo/ui/plain';

/** True while the server cannot be reached; the strip 连不上服务器 stands as long. */
export const away = createStore(false);

/** True once the server says that nobody is signed in any more. */
export const signedOut = createStore(false);

const secondFactor: { ask: () => Promise<boolean> } = { ask: () => Promise.resolve(false) };

/** The shell brings the panel that asks; the sign-in page needs none. */
export function offerSecondFactor(ask: () => Promise<boolean>): void {
  secondFactor.ask = ask;
}

export const call: Call = createCall({
  fetch: (url, request) => fetch(url, request),
  origin: '',
  language: () => (language.get() === 'en' ? 'en' : 'zh-CN'),
  now: () => Date.now(),
  confirmSecondFactor: () => secondFactor.ask(),
  onSignedOut: () => signedOut.set(true),
  onAway: (isAway) => away.set(isAway),
});

export const session: SessionStore = createSession(call);
