import type { ReactNode } from 'react';
import { Mark, type Tone } from './Status.tsx';

/** A sentence to the person on the page itself. Refusals are announced at once, the rest when there is a pause. */
export function Notice({ tone, children, acts }: { tone: Tone; children: ReactNode; acts?: ReactNode }) {
  return (
    <div className={`qm-notice qm-tone-${tone}`} role={tone === 'block' ? 'alert' : 'status'}>
      <Mark tone={tone} />
      <div className="qm-notice-text">{children}</div>
      {acts}
    </div>
  );
}
