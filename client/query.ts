/**
 * Input of a read as a query string, the counterpart of what the server decodes: text, numbers and booleans as they
 * are, lists by repetition, absent values left out. Throws on anything nested: such a read must travel in the body.
 */
export function encodeQuery(input: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === undefined || item === null) continue;
      if (typeof item === 'object') throw new TypeError(`${key} is nested: declare the read with via: 'body'`);
      query.append(key, String(item));
    }
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
