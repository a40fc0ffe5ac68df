import { Button, Notice, ProblemNotice, useAct, useWords } from '@qianmo/ui/office';
import { useState } from 'react';
import { registerTownships } from '../../contract.ts';
import { useDivision } from '../parts/scope.ts';
import { PostForm } from './PostForms.tsx';
import { UnitForm } from './UnitForms.tsx';
import { unitWords } from './words.ts';

export function NewUnit() {
  const t = useWords(unitWords);
  const { home } = useDivision();
  const [making, setMaking] = useState(false);
  const townships = useAct(registerTownships, { home });
  return (
    <>
      {townships.result && (
        <Notice tone="pass">
          {townships.result.made > 0 ? t('townshipsMade', { count: townships.result.made }) : t('townshipsNone')}
        </Notice>
      )}
      <ProblemNotice error={townships.error} />
      {!home.endsWith('00') && (
        <Button busy={townships.busy} onClick={() => void townships.run({})}>
          {t('makeTownships')}
        </Button>
      )}
      <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
        {t('newUnit')}
      </Button>
      {making && <UnitForm onClose={() => setMaking(false)} />}
    </>
  );
}

export function NewPost() {
  const t = useWords(unitWords);
  const [making, setMaking] = useState(false);
  return (
    <>
      <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
        {t('newPost')}
      </Button>
      {making && <PostForm onClose={() => setMaking(false)} />}
    </>
  );
}
