import { place } from '@qianmo/platform/contract';
import {
  AppLink,
  EmptyState,
  Facts,
  Icon,
  Loaded,
  Page,
  PlaceBox,
  Section,
  useAddress,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import type { ReactNode } from 'react';
import { placeWords } from './place-words.ts';
import './place.css';

/** The register of places: searched, or walked from the nation to the village, as it stood on any day. */
export function PlacePage() {
  const t = useWords(placeWords);
  const { query, setQuery, outside } = useAddress();
  const { mayAct } = useScope();
  const id = Number(query.get('id') ?? '0');
  return (
    <Page
      title={{ zh: '地名', en: 'Places' }}
      wide={false}
      actions={
        <>
          <AppLink className="qm-button" href={outside('system/place/resolution')}>
            {t('toResolutions')}
          </AppLink>
          {mayAct('place.edit') && (
            <AppLink className="qm-button" href={outside('system/place/import')}>
              {t('toImport')}
            </AppLink>
          )}
        </>
      }
    >
      <div className="qm-place-search">
        <PlaceBox
          label={t('find')}
          current={null}
          onPick={(found) => setQuery({ id: found ? String(found.id) : null })}
        />
        <p className="qm-field-help">{t('lead')}</p>
      </div>
      {id > 0 ? <One id={id} /> : <Children parent={null} />}
    </Page>
  );
}

function One({ id }: { id: number }) {
  const t = useWords(placeWords);
  const { asOf } = useScope();
  const answer = useQueryOp(place.getPlace, { id, ...(asOf ? { asOf } : {}) });
  return (
    <Loaded answer={answer}>
      {({ place: card, since, until, history }) => (
        <>
          <nav className="qm-place-path">
            <PlaceLink id={null}>{t('nation')}</PlaceLink>
            {card.path.map((step) => (
              <span key={step.id}>
                <Icon name="right" small />
                <PlaceLink id={step.id}>{step.name}</PlaceLink>
              </span>
            ))}
          </nav>
          <section className="qm-card qm-stack">
            <h2 className="qm-place-name">{card.name}</h2>
            <Facts
              facts={[
                { label: t('kind'), value: t(card.kind) },
                { label: t('code'), value: <span className="qm-code">{card.code}</span> },
                ...(card.povertyClass ? [{ label: t('class'), value: t(card.povertyClass) }] : []),
                ...(since ? [{ label: t('since'), value: since }] : []),
                ...(until ? [{ label: t('until'), value: until }] : []),
              ]}
            />
          </section>
          <History title={t('former')} rows={history.former} />
          <History title={t('aliases')} rows={history.aliases} />
          <History title={t('classes')} rows={history.classes.map((row) => ({ ...row, name: t(row.class) }))} />
          {card.kind !== 'village' && <Children parent={id} />}
        </>
      )}
    </Loaded>
  );
}

function PlaceLink({ id, children }: { id: number | null; children: ReactNode }) {
  const { outside, query } = useAddress();
  return <AppLink href={outside('system/place', { id, asof: query.get('asof') })}>{children}</AppLink>;
}

function Children({ parent }: { parent: number | null }) {
  const t = useWords(placeWords);
  const { asOf } = useScope();
  const answer = useQueryOp(place.listPlaceChildren, {
    ...(parent === null ? {} : { parent }),
    ...(asOf ? { asOf } : {}),
  });
  return (
    <Section title={t('below')} aside={answer.data?.items.length}>
      <Loaded answer={answer}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noChildren')} />
          ) : (
            <ul className="qm-card qm-place-list">
              {items.map((child) => (
                <li key={child.id}>
                  <PlaceLink id={child.id}>{child.name}</PlaceLink>
                  <span className="qm-second qm-code">{child.code}</span>
                  {child.povertyClass && <span className="qm-second">{t(child.povertyClass)}</span>}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

type Dated = {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly source: string;
};

function History({ title, rows }: { title: string; rows: readonly Dated[] }) {
  const t = useWords(placeWords);
  if (rows.length === 0) return null;
  return (
    <Section title={title}>
      <table className="qm-table qm-card">
        <thead>
          <tr>
            <th scope="col">{t('name')}</th>
            <th scope="col">{t('since')}</th>
            <th scope="col">{t('until')}</th>
            <th scope="col">{t('source')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.name}${row.from}${row.to}`}>
              <td>{row.name}</td>
              <td className="qm-number">{row.from ?? t('always')}</td>
              <td className="qm-number">{row.to ?? t('still')}</td>
              <td>{row.source}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
