import { type IconName, iconPaths } from './icon-paths.ts';

/** Always beside a word, except search, close and more, whose buttons carry a label. */
export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  return (
    <svg className={small ? 'qm-icon qm-icon-small' : 'qm-icon'} viewBox="0 0 20 20" aria-hidden="true">
      <path d={iconPaths[name]} />
    </svg>
  );
}
