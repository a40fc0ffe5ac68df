import { AppLink, Button, EmptyState, instantWords, Page, useOffice, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { inboxWords } from './words.ts';
import './inbox.css';

/** What was begun and not sent, on this machine; kept until it is sent or thrown away by hand. */
export function DraftsPage() {
  const t = useWords(inboxWords);
  const { drafts } = useOffice();
  const [list, setList] = useState(() => drafts.list());
  return (
    <Page title={{ zh: '草稿', en: 'Drafts' }} count={list.length} wide={false} scope="">
      {list.length === 0 ? (
        <EmptyState title={t('draftsEmpty')} />
      ) : (
        <ul className="qm-card qm-inbox">
          {list.map((draft) => (
            <li key={draft.key} className="qm-inbox-row">
              <span className="qm-inbox-what">
                <AppLink href={draft.url}>{draft.title}</AppLink>
                <span className="qm-second">
                  {t('draftSaved')} {instantWords(draft.savedAt)}
                </span>
              </span>
              <Button
                kind="quiet"
                onClick={() => {
                  drafts.drop(draft.key);
                  setList(drafts.list());
                }}
              >
                {t('drop')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
