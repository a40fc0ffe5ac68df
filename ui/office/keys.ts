import { createStore } from '@qianmo/client';

const storageKey = 'qianmo.single-keys';

/** Single-letter keys can be turned off by those whose aids send letters of their own (WCAG 2.1.4). */
export const singleKeys = createStore(stored());

function stored(): boolean {
  try {
    return globalThis.localStorage?.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

export function singleKeysOn(): boolean {
  return singleKeys.get();
}

export function setSingleKeys(on: boolean): void {
  singleKeys.set(on);
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off');
  } catch {
    // Holds for this visit.
  }
}

/** Whether a key press belongs to a field rather than to the page. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
