import { povertySheet } from '@qianmo/platform/contract';
import { ImportWizard, Page } from '@qianmo/ui/office';
import './place-words.ts';

/** The poverty class of villages, by the one import of the house. */
export function PovertyImportPage() {
  return (
    <Page title={{ zh: '导入村贫困类别', en: 'Import poverty classes' }} wide={false}>
      <ImportWizard sheet={povertySheet} />
    </Page>
  );
}
