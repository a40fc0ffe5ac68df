import { Button, Page, Tabs, useAddress, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { useDivision } from '../parts/scope.ts';
import { DutiesView } from './DutiesView.tsx';
import { DutyForm } from './DutyForm.tsx';
import { VacanciesView } from './VacanciesView.tsx';
import { dutyWords } from './words.ts';
import '../organisation.css';

/** 报送与缺岗: units that have not named who is in charge, and who owes which report. */
export function DutyPage() {
  const t = useWords(dutyWords);
  const { mayAct } = useDivision();
  const { query, setQuery } = useAddress();
  const [making, setMaking] = useState(false);
  const isDuties = query.get('view') === 'duties';
  return (
    <Page
      title={{ zh: '报送与缺岗', en: 'Reports and vacancies' }}
      actions={
        isDuties &&
        mayAct('organisation.duty.edit') && (
          <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
            {t('newDuty')}
          </Button>
        )
      }
    >
      <Tabs
        label={t('views')}
        tabs={[
          { key: 'vacancies', label: t('vacancies') },
          { key: 'duties', label: t('duties') },
        ]}
        active={isDuties ? 'duties' : 'vacancies'}
        onChange={(key) =>
          setQuery({ view: key === 'duties' ? 'duties' : null, q: null, sort: null, missing: null, frequency: null })
        }
      >
        {isDuties ? <DutiesView /> : <VacanciesView />}
      </Tabs>
      {making && <DutyForm onClose={() => setMaking(false)} />}
    </Page>
  );
}
