import { type ReactNode, useEffect, useRef } from 'react';
import { houseWords } from '../i18n/house-words.ts';
import { useWords } from '../i18n/words.ts';
import { Button } from './Button.tsx';

type Props = { readonly title: ReactNode; readonly onClose: () => void; readonly children: ReactNode };

/** A panel from the end of the page; the browser keeps focus inside and gives it back. */
export function Drawer({ title, onClose, children }: Props) {
  const t = useWords(houseWords);
  const dialog = useModal();
  return (
    <dialog
      ref={dialog}
      className="qm-drawer"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && isOutside(event.currentTarget, event.clientX, event.clientY))
          onClose();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <header className="qm-drawer-head">
        <h2>{title}</h2>
        <Button kind="quiet" icon="close" label={t('close')} onClick={onClose} />
      </header>
      <div className="qm-drawer-body">{children}</div>
    </dialog>
  );
}

export function Dialog({ title, onClose, children }: Props) {
  const dialog = useModal();
  return (
    <dialog
      ref={dialog}
      className="qm-dialog"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}

function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return dialog;
}

function isOutside(element: HTMLElement, x: number, y: number): boolean {
  const box = element.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}
