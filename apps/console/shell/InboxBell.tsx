import { inbox } from '@qianmo/platform/contract';
import { AppLink, Icon, useQueryOp, useScope, useWords } from '@qianmo/ui/office';
import { shellWords } from './words.ts';

export function InboxBell() {
  const t = useWords(shellWords);
  const { can } = useScope();
  const answer = useQueryOp(inbox.countInbox, {}, { enabled: can('inbox.read') });
  if (!can('inbox.read')) return null;
  const count = answer.data?.todo ?? 0;
  const words = count > 0 ? t('noticesCount', { count }) : t('notices');
  return (
    <AppLink className="qm-bar-button" href="/console/inbox" aria-label={words} title={words}>
      <Icon name="bell" />
      {count > 0 && (
        <span className={answer.data?.overdue ? 'qm-badge qm-badge-stop' : 'qm-badge'}>
          {count > 99 ? '99+' : count}
        </span>
      )}
    </AppLink>
  );
}
