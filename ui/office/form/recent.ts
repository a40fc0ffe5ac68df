const most = 6;

/** What a person picked last on this machine, newest first; offered before anything is typed. */
export function readRecent<T>(key: string): readonly T[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(`qianmo.recent.${key}`) ?? '[]');
    return Array.isArray(found) ? (found as T[]) : [];
  } catch {
    return [];
  }
}

export function rememberRecent<T extends { readonly key: string }>(key: string, picked: T): void {
  const kept = [picked, ...readRecent<T>(key).filter((one) => one.key !== picked.key)].slice(0, most);
  try {
    localStorage.setItem(`qianmo.recent.${key}`, JSON.stringify(kept));
  } catch {
    // A convenience only.
  }
}
