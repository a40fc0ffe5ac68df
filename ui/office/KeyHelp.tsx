import { useEffect, useState, useSyncExternalStore } from 'react';
import { houseWords } from '../i18n/house-words.ts';
import { useWords } from '../i18n/words.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Drawer.tsx';
import { isTyping, setSingleKeys, singleKeys } from './keys.ts';

/** `?` lists the keys; single letters can be turned off. */
export function KeyHelp() {
  const t = useWords(houseWords);
  const [open, setOpen] = useState(false);
  const on = useSyncExternalStore(singleKeys.subscribe, singleKeys.get);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key === '?' && !isTyping(event.target)) setOpen(true);
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, []);
  if (!open) return null;
  const keys = [
    ['j ↓', t('keyDown')],
    ['k ↑', t('keyUp')],
    ['Enter', t('keyEnter')],
    ['Ctrl K  /', t('keySearch')],
    ['Esc', t('keyClose')],
    ['?', t('keyHelp')],
  ] as const;
  return (
    <Dialog title={t('keys')} onClose={() => setOpen(false)}>
      <dl className="qm-keys">
        {keys.map(([key, words]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <div className="qm-row">
        <Button kind="primary" onClick={() => setOpen(false)}>
          {t('close')}
        </Button>
        <Button onClick={() => setSingleKeys(!on)}>{on ? t('keysOff') : t('keysOn')}</Button>
      </div>
    </Dialog>
  );
}
