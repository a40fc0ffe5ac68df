import { AppLink, type Bilingual, Button, codeWords, Notice, Page, useSession, useWords } from '@qianmo/ui/office';
import { shellWords } from './words.ts';

export function NotFound() {
  const t = useWords(shellWords);
  return (
    <Page title={{ zh: '找不到这一页', en: 'There is no such page' }} scope="">
      <p>{t('notFoundText')}</p>
      <p>
        <AppLink href="/console/inbox">{t('toInbox')}</AppLink>
      </p>
    </Page>
  );
}

/** Names the right that is missing and the posts the person holds: what an administrator needs to know. */
export function NoPermission({ permission, title }: { permission: string; title: Bilingual }) {
  const t = useWords(shellWords);
  const { postings } = useSession();
  const posts = postings.map(({ homeName, role, title: post }) => `${homeName} ${post ?? codeWords('role', role)}`);
  return (
    <Page title={title}>
      <Notice tone="off">
        <strong>{t('noPermissionTitle')}</strong>
        <p>{t('noPermissionText', { permission, posts: posts.join('、') })}</p>
      </Notice>
      <p>
        <AppLink href="/console/inbox">{t('toInbox')}</AppLink>
      </p>
    </Page>
  );
}

/** A page that breaks takes nobody else down; what was typed is in the drafts. */
export function PageFailed({ error }: { error: unknown }) {
  const t = useWords(shellWords);
  return (
    <div className="qm-page">
      <Notice tone="block" acts={<Button onClick={() => location.reload()}>{t('reload')}</Button>}>
        {t('pageFailed')}
        {error instanceof Error && <p className="qm-code">{error.message}</p>}
      </Notice>
    </div>
  );
}
