import { write } from '@qianmo/platform/contract';
import {
  ChoiceField,
  Combobox,
  DateField,
  FormPage,
  MoneyField,
  NoteField,
  Page,
  SelectField,
  TextField,
  useAct,
  useForm,
} from '@qianmo/ui/office';
import { amountFenString, plainDate, safeParagraphs, safeText } from '@qianmo/values/wire';
import { useState } from 'react';
import { z } from 'zod';

const sample = write({
  name: 'gallery.save',
  home: 'global',
  permission: 'signed-in',
  summary: 'Nothing on the server answers to this',
  input: z.strictObject({
    name: safeText(60),
    day: plainDate,
    amountFen: amountFenString,
    kind: z.enum(['a', 'b']),
    unit: safeText(20).optional(),
    reason: safeParagraphs(500),
  }),
  result: z.strictObject({}),
});
const found = ['抛沙镇', '店村镇'].map((label) => ({ key: label, label, detail: '甘肃省 / 陇南市 / 成县' }));
const labels = { name: '名称', day: '日期', amountFen: '金额', kind: '类型', reason: '理由' };

export function FormSamples() {
  const act = useAct(sample);
  const form = useForm({ shape: sample.input, act, draft: { key: 'gallery', title: '样例' } });
  const [place, setPlace] = useState<(typeof found)[number] | null>(null);
  const options = [
    { value: 'a', label: '示范店' },
    { value: 'b', label: '物流点' },
  ];
  return (
    <Page title={{ zh: '新建', en: 'New' }} wide={false}>
      <FormPage form={form} act={act} labels={labels} submit="保存">
        <TextField field={form.field('name')} label="名称" help="与门牌一致" />
        <DateField field={form.field('day')} label="日期" />
        <MoneyField field={form.field('amountFen')} label="金额" />
        <ChoiceField field={form.field('kind')} label="类型" options={options} />
        <SelectField field={form.field('unit')} label="单位" options={options} />
        <Combobox
          name="gallery"
          label="地点"
          current={place}
          search={(text) => Promise.resolve(found.filter(({ label }) => label.includes(text)))}
          first={found}
          onPick={setPlace}
        />
        <NoteField field={form.field('reason')} label="理由" />
      </FormPage>
    </Page>
  );
}
