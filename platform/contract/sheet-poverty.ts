import { sheet } from './sheet.ts';

/** PROG-03: the poverty class of each village, with the day from which it holds. */
export const povertySheet = sheet({
  name: 'place.poverty',
  title: { zh: '村贫困类别', en: 'Poverty class of villages' },
  definition: {
    zh: '每个行政村自起始日起的贫困类别:建档立卡贫困村、深度贫困村、非贫困村。起始日之前的类别保留。',
    en: 'The poverty class of each administrative village from a day on; what held before that day is kept.',
  },
  permission: 'place.edit',
  readPermission: 'place.search',
  maxRows: 15_000,
  partial: true,
  columns: [
    {
      key: 'county',
      head: { zh: '县(市、区)', en: 'County' },
      kind: 'place',
      required: false,
      width: 16,
      help: { zh: '本级为县的可不填', en: 'May stay empty where the office is a county' },
      example: '成县',
      maxLength: 40,
    },
    {
      key: 'township',
      head: { zh: '乡镇', en: 'Township' },
      kind: 'place',
      required: true,
      width: 18,
      help: { zh: '乡、镇或街道的名称', en: 'Name of the township, town or subdistrict' },
      example: '抛沙镇',
      maxLength: 40,
    },
    {
      key: 'village',
      head: { zh: '村', en: 'Village' },
      kind: 'place',
      required: true,
      width: 22,
      help: { zh: '行政村名称;同一乡镇内查找', en: 'Administrative village; looked for within the township' },
      example: '东营村',
      maxLength: 60,
    },
    {
      key: 'class',
      head: { zh: '贫困类别', en: 'Class' },
      kind: 'choice',
      required: true,
      width: 18,
      help: { zh: '从下拉列表中选择', en: 'Pick from the list' },
      example: '建档立卡贫困村',
      choices: [
        { value: 'poor', words: { zh: '建档立卡贫困村', en: 'registered poor village' } },
        { value: 'deeply-poor', words: { zh: '深度贫困村', en: 'deeply poor village' } },
        { value: 'non-poor', words: { zh: '非贫困村', en: 'non-poor village' } },
      ],
    },
    {
      key: 'since',
      head: { zh: '起始日期', en: 'Since' },
      kind: 'date',
      required: false,
      width: 14,
      help: {
        zh: '自哪一天起,如 2014-01-01;不填表示一直如此',
        en: 'First day, such as 2014-01-01; empty: as far back as known',
      },
      example: '2014-01-01',
    },
  ],
});
