import { type ReactNode, useState } from 'react';
import { houseWords } from '../i18n/house-words.ts';
import { useWords } from '../i18n/words.ts';
import { Notice } from '../plain/Notice.tsx';
import { Status, type Tone } from '../plain/Status.tsx';
import { Drawer } from './Drawer.tsx';
import { dayWords } from './Page.tsx';

export type FigureProps = {
  readonly title: string;
  /** The value as shown, with its unit. */
  readonly children: ReactNode;
  readonly definition?: ReactNode;
  /** Day the value stands for. */
  readonly asOf?: string | undefined;
  /** Draws the records; asked for only when somebody opens the figure. */
  readonly records: () => ReactNode;
};

/** No figure without its records: dotted underline, Enter opens definition, day and records. */
export function Figure({ title, children, definition, asOf, records }: FigureProps) {
  const t = useWords(houseWords);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="qm-figure" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {children}
      </button>
      {open && (
        <Drawer title={title} onClose={() => setOpen(false)}>
          <dl className="qm-facts">
            <dt>{title}</dt>
            <dd className="qm-number">
              <strong>{children}</strong>
            </dd>
            {definition && (
              <>
                <dt>{t('definition')}</dt>
                <dd>{definition}</dd>
              </>
            )}
            {asOf && (
              <>
                <dt>{t('asOf')}</dt>
                <dd className="qm-number">{dayWords(asOf)}</dd>
              </>
            )}
          </dl>
          {records()}
        </Drawer>
      )}
    </>
  );
}

/** The sum the server computed over the records listed, against the value shown. They must agree to the fen. */
export function SumCheck({ sum, shown, agrees }: { sum: string; shown: string; agrees: boolean }) {
  const t = useWords(houseWords);
  if (agrees) return <Status tone="pass">{t('sumAgrees', { sum })}</Status>;
  return (
    <Notice tone="block">
      {t('sumDiffers', { sum })} ({shown})
    </Notice>
  );
}

export type TileProps = {
  /** A question, e.g. 覆盖了多少贫困村. */
  readonly title: ReactNode;
  readonly value: ReactNode;
  readonly unit?: ReactNode;
  readonly target?: ReactNode;
  readonly status?: { readonly tone: Tone; readonly words: string };
  readonly foot?: ReactNode;
};

export function Tile({ title, value, unit, target, status, foot }: TileProps) {
  return (
    <div className="qm-tile">
      <div className="qm-tile-title">{title}</div>
      <div className="qm-tile-value">
        {value}
        {unit && <small>{unit}</small>}
      </div>
      {(target || status || foot) && (
        <div className="qm-tile-foot">
          <span>{target ?? foot}</span>
          {status && <Status tone={status.tone}>{status.words}</Status>}
        </div>
      )}
    </div>
  );
}
