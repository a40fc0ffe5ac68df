import type { ReactNode } from 'react';

export type Tone = 'pass' | 'warn' | 'block' | 'running' | 'off' | 'frozen';

/** The shape that says the tone without colour: ✓ circle, triangle, octagon, quarter clock, ring, lock. */
export function Mark({ tone }: { tone: Tone }) {
  return (
    <svg className="qm-mark" viewBox="0 0 16 16" aria-hidden="true">
      {shapes[tone]}
    </svg>
  );
}

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6, strokeLinecap: 'round' } as const;

const shapes: Readonly<Record<Tone, ReactNode>> = {
  pass: (
    <>
      <circle cx="8" cy="8" r="6.2" {...line} />
      <path d="m5.2 8.2 2 2 3.6-4" {...line} strokeLinejoin="round" />
    </>
  ),
  warn: (
    <>
      <path d="M8 2.2 14.4 13.4H1.6z" {...line} strokeLinejoin="round" />
      <path d="M8 6.4v3.2M8 11.6h.01" {...line} />
    </>
  ),
  block: (
    <>
      <path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z" fill="currentColor" />
      <path d="M5 8h6" stroke="var(--qm-surface)" strokeWidth="2" />
    </>
  ),
  running: (
    <>
      <circle cx="8" cy="8" r="6.2" {...line} />
      <path d="M8 8V1.8A6.2 6.2 0 0 1 14.2 8z" fill="currentColor" />
    </>
  ),
  off: <circle cx="8" cy="8" r="6" {...line} strokeDasharray="3 2.3" />,
  frozen: (
    <>
      <path d="M3.5 7.2h9v6.3h-9z" fill="currentColor" />
      <path d="M5.4 7V5.2a2.6 2.6 0 0 1 5.2 0V7" {...line} />
    </>
  ),
};

export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`qm-status qm-tone-${tone}`}>
      <Mark tone={tone} />
      {children}
    </span>
  );
}
