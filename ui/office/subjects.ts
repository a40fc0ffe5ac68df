export type Subject = { readonly kind: string; readonly id: string };

const pagesOf = new Map<string, (subject: Subject) => string>();

/**
 * Says which page shows records of a kind: `registerSubject('task', ({ id }) => `programme/task/${id}`)`. Inbox rows,
 * findings and search lead there. Paths are those of page entries, below the programme.
 */
export function registerSubject(kind: string, path: (subject: Subject) => string): void {
  pagesOf.set(kind, path);
}

export function findSubjectPath(subject: Subject): string | undefined {
  return pagesOf.get(subject.kind)?.(subject);
}
