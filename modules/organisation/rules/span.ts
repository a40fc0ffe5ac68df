/** First day and the day after the last; `until` null is open. `from` null: never in force. */
export type Span = { readonly from: string | null; readonly until: string | null };

export function isInForce(span: Span, day: string): boolean {
  return span.from !== null && span.from <= day && (span.until === null || day < span.until);
}

/** Whether all of `inner` lies in `outer`. */
export function covers(outer: Span, inner: Span): boolean {
  if (outer.from === null || inner.from === null || inner.from < outer.from) return false;
  return outer.until === null || (inner.until !== null && inner.until <= outer.until);
}
