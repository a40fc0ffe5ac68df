import { place as places } from '@qianmo/platform/contract';
import { programmeOverview } from '@qianmo/programme/contract';
import {
  Combobox,
  type Found,
  Icon,
  Popover,
  useAddress,
  useCall,
  usePlaceName,
  useQueryOp,
  useScope,
  useWords,
} from '@qianmo/ui/office';
import { shellWords } from './words.ts';

/** 地区: narrows every page to a group of counties, a county or a township. It stands in the URL as `place`. */
export function PlaceSwitcher() {
  const t = useWords(shellWords);
  const { programme, place, can } = useScope();
  const { setQuery } = useAddress();
  const name = usePlaceName();
  if (programme === '' || !can('place.search')) return null;
  return (
    <Popover
      className="qm-bar-button"
      width={340}
      label={`${t('place')} ${name ?? t('wholeHome')}`}
      button={
        <>
          <Icon name="place" small />
          <span className="qm-bar-place">{name ?? t('wholeHome')}</span>
          <Icon name="down" small />
        </>
      }
    >
      {(close) => (
        <Choices
          chosen={place}
          onPick={(picked) => {
            setQuery({ place: picked, page: null });
            close();
          }}
        />
      )}
    </Popover>
  );
}

type Props = { readonly chosen: string | null; readonly onPick: (place: string | null) => void };

function Choices({ chosen, onPick }: Props) {
  const t = useWords(shellWords);
  const { programme, asOf, can } = useScope();
  const asked = { programme, ...(asOf ? { asOf } : {}) };
  const overview = useQueryOp(programmeOverview, asked, { enabled: can('programme.read') });
  const members = overview.data?.members ?? [];
  const groups = (['national', 'coordinated'] as const).filter((group) => members.some((one) => one.group === group));
  const choices = [
    { key: null, words: t('wholeHome'), count: null },
    ...groups.map((key) => ({ key, words: t(key), count: members.filter(({ group }) => group === key).length })),
    // A single county is the whole area already.
    ...(members.length > 1 ? members : []).map((one) => ({ key: one.place, words: one.name.zh, count: null })),
  ];
  return (
    <div className="qm-stack">
      <FindPlace onPick={onPick} />
      <div className="qm-menu qm-menu-long">
        <span className="qm-menu-head">{t('placeTitle')}</span>
        {choices.map(({ key, words, count }) => (
          <button key={key ?? ''} type="button" aria-current={key === chosen || undefined} onClick={() => onPick(key)}>
            <span style={{ flex: 1 }}>{words}</span>
            {count !== null && <span className="qm-second qm-number">{count}</span>}
          </button>
        ))}
      </div>
      <p className="qm-menu-head">{t('placeNote')}</p>
    </div>
  );
}

/** Counties and townships within the person's reach by 汉字, pinyin, initials or code. */
function FindPlace({ onPick }: Pick<Props, 'onPick'>) {
  const t = useWords(shellWords);
  const call = useCall();
  const { home } = useScope();
  const search = async (text: string, signal: AbortSignal): Promise<readonly Found[]> => {
    const input = { text, levels: ['county' as const, 'township' as const] };
    const { items } = await call(places.searchPlaces, { home, input, signal });
    return items
      .filter(({ inScope }) => inScope)
      .map((hit) => ({ key: hit.code, label: hit.name, detail: [hit.path.join(' / '), hit.code].join(' · ') }));
  };
  return (
    <Combobox
      label={t('findPlace')}
      placeholder={t('findPlace')}
      current={null}
      name={`switch.${home}`}
      search={search}
      onPick={(found) => found && onPick(found.key)}
    />
  );
}
