const SHANGHAI_OFFSET_MS = 8 * 3_600_000; // one zone without summer time since 1991; all five programmes are later

/** Where time comes from. Rules take days and instants as arguments; nothing below reads the machine's clock. */
export type Clock = {
  /** Now, as an ISO instant in UTC. */
  instant(): string;
  /** The day it is in Asia/Shanghai, `YYYY-MM-DD`. */
  today(): string;
  milliseconds(): number;
};

export type MovableClock = Clock & {
  moveTo(instant: string): void;
  /** How far it stands ahead of the machine's clock (negative: behind), in milliseconds. */
  offsetMs(): number;
  shiftTo(offsetMs: number): void;
};

export function machineClock(): Clock {
  return clockFrom(() => Date.now());
}

/** A clock that can be set, for data folders created as demo or test only. */
export function movableClock(start?: string): MovableClock {
  let offset = start ? Date.parse(start) - Date.now() : 0;
  return {
    ...clockFrom(() => Date.now() + offset),
    moveTo: (instant) => {
      offset = Date.parse(instant) - Date.now();
    },
    offsetMs: () => offset,
    shiftTo: (offsetMs) => {
      offset = offsetMs;
    },
  };
}

export function dayOf(instant: string): string {
  return new Date(Date.parse(instant) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

/** Hours and minutes in Asia/Shanghai, `HH:MM`. */
export function timeOf(instant: string): string {
  return new Date(Date.parse(instant) + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);
}

function clockFrom(milliseconds: () => number): Clock {
  const instant = () => new Date(milliseconds()).toISOString();
  return { milliseconds, instant, today: () => dayOf(instant()) };
}
