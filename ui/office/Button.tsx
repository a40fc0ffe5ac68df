import type { ButtonHTMLAttributes } from 'react';
import { Icon } from '../plain/Icon.tsx';
import type { IconName } from '../plain/icon-paths.ts';

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'type'> & {
  readonly kind?: 'primary' | 'stop' | 'quiet' | 'plain';
  readonly icon?: IconName;
  /** The word of an icon-only button, for screen readers and as a tip. */
  readonly label?: string;
  readonly busy?: boolean;
  /** Stays focusable so that pressing can lead to the reason. */
  readonly blocked?: boolean;
  readonly submit?: boolean;
};

export function Button(props: ButtonProps) {
  const { kind = 'plain', icon, label, busy = false, blocked = false, submit = false, children, ...rest } = props;
  const classes = ['qm-button', kind === 'plain' ? '' : `qm-button-${kind}`, children ? '' : 'qm-button-icon'];
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className={[...classes, props.className ?? ''].filter(Boolean).join(' ')}
      aria-disabled={blocked || busy || undefined}
      aria-busy={busy || undefined}
      aria-label={label}
      title={label ?? rest.title}
      onClick={busy ? undefined : rest.onClick}
    >
      {icon && <Icon name={icon} small={children !== undefined} />}
      {children}
    </button>
  );
}
