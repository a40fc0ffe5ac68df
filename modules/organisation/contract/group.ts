import { finding, read, write } from '@qianmo/platform/contract';
import { homeCode, plainDate, safeParagraphs, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { day, holder, saved, span, unitName, version } from './part.ts';

export const groupKinds = [
  'leading',
  'sub',
  'push',
  'assessment',
  'acceptance',
  'bid-committee',
  'recheck',
  'association',
] as const;
export const adHocKinds = ['push', 'assessment', 'acceptance', 'bid-committee', 'recheck'] as const;
export const seatFunctions = ['head', 'executive-deputy', 'deputy', 'member', 'office-head'] as const;

const parent = z.strictObject({ home: homeCode, id: uuid });

export const groupRow = z.strictObject({
  home: z.string(),
  id: z.string(),
  programme: z.string().nullable(),
  kind: z.enum(groupKinds),
  name: z.string(),
  parent: z.strictObject({ home: z.string(), id: z.string() }).nullable(),
  /** The unit that registered it, for bodies of townships and units (GOV-03). */
  unit: unitName.nullable(),
  documentNo: z.string().nullable(),
  mandate: z.string().nullable(),
  clause: z.string().nullable(),
  seats: z.number().int(),
  vacant: z.number().int(),
  version: z.number().int(),
  ...span,
});

export const seatView = z.strictObject({
  id: z.string(),
  function: z.enum(seatFunctions),
  post: z.strictObject({ id: z.string(), title: z.string(), unit: unitName }),
  holder: holder.nullable(),
  clause: z.string().nullable(),
  version: z.number().int(),
  ...span,
});

export const departmentView = z.strictObject({ unit: unitName, part: z.enum(['lead', 'member']) });

export const successionView = z.strictObject({
  id: z.string(),
  seat: z.string(),
  function: z.enum(seatFunctions),
  post: z.string(),
  title: z.string(),
  from: z.strictObject({ person: z.string(), name: z.string() }).nullable(),
  to: z.strictObject({ person: z.string(), name: z.string() }).nullable(),
  on: z.string(),
  recordedAt: z.string(),
});

export const listGroups = read({
  name: 'organisation.listGroups',
  home: 'path',
  permission: 'organisation.read',
  summary: 'Leading groups, ad-hoc groups and associations in force on the day: here, below, and those above this home',
  input: z.strictObject({ kind: z.enum(groupKinds).optional(), programme: z.string().max(60).optional(), day }),
  result: z.strictObject({ items: z.array(groupRow), day: z.string() }),
});

export const getGroup = read({
  name: 'organisation.getGroup',
  home: 'path',
  permission: 'organisation.read',
  summary: 'A group as of a day: seats by post with whoever holds them, departments, bodies below it, successions',
  input: z.strictObject({ id: uuid, day }),
  result: groupRow.extend({
    office: unitName.nullable(),
    services: z.array(z.string()),
    outside: z.array(z.string()),
    minPersons: z.number().int().nullable(),
    seatList: z.array(seatView),
    departments: z.array(departmentView),
    below: z.array(z.strictObject({ home: z.string(), id: z.string(), name: z.string(), kind: z.string() })),
    successions: z.array(successionView),
    findings: z.array(finding),
    day: z.string(),
  }),
  rejections: ['group-unknown'],
});

export const saveGroup = write({
  name: 'organisation.saveGroup',
  home: 'path',
  permission: 'organisation.group.edit',
  summary: 'Registers a leading group, or changes one where id and version are given',
  input: z.strictObject({
    id: uuid.optional(),
    version: version.optional(),
    name: safeText(120),
    programme: safeText(60).nullable().optional(),
    documentNo: safeText(80).nullable().optional(),
    office: uuid.nullable().optional(),
    from: plainDate.optional(),
  }),
  result: saved,
  rejections: ['group-unknown', 'group-closed', 'group-name-taken', 'group-kind-differs', 'unit-unknown'],
});

export const closeGroup = write({
  name: 'organisation.closeGroup',
  home: 'path',
  permission: 'organisation.group.edit',
  summary: 'Dissolves a group; its seats end with it',
  input: z.strictObject({ id: uuid, version, until: plainDate }),
  result: saved,
  rejections: ['group-unknown', 'group-closed', 'until-before-from'],
});

export const addSeat = write({
  name: 'organisation.addSeat',
  home: 'path',
  permission: 'organisation.group.edit',
  summary: 'Seats a post, never a person, in a group (GOV-01)',
  input: z.strictObject({ group: uuid, post: uuid, function: z.enum(seatFunctions), from: plainDate.optional() }),
  result: saved,
  rejections: ['group-unknown', 'group-closed', 'post-unknown', 'post-closed', 'seat-taken', 'seat-before-group'],
});

export const endSeat = write({
  name: 'organisation.endSeat',
  home: 'path',
  permission: 'organisation.group.edit',
  summary: 'Ends the seat of a post',
  input: z.strictObject({ id: uuid, version, until: plainDate }),
  result: saved,
  rejections: ['seat-unknown', 'seat-ended', 'until-before-from'],
});

export const registerSubGroup = write({
  name: 'organisation.registerSubGroup',
  home: 'path',
  permission: 'organisation.group.sub',
  summary:
    'A county, township or unit registers its own leading body under the leading group of the programme (GOV-03)',
  input: z.strictObject({
    name: safeText(120),
    parent,
    /** The unit whose body it is; null: of the county itself. */
    unit: uuid.nullable(),
    documentNo: safeText(80).nullable().optional(),
    from: plainDate.optional(),
  }),
  result: saved,
  rejections: ['group-unknown', 'group-not-leading', 'group-name-taken', 'unit-unknown', 'unit-of-another'],
});

export const saveAdHocGroup = write({
  name: 'organisation.saveAdHocGroup',
  home: 'path',
  permission: 'organisation.group.edit',
  summary:
    'Registers a push, assessment, acceptance, recheck group or bid committee by departments and mandate (GOV-09)',
  input: z.strictObject({
    id: uuid.optional(),
    version: version.optional(),
    kind: z.enum(adHocKinds),
    name: safeText(120),
    programme: safeText(60).nullable().optional(),
    mandate: safeParagraphs(1000),
    documentNo: safeText(80).nullable().optional(),
    lead: uuid.nullable(),
    departments: z.array(uuid).max(60),
    outside: z.array(safeText(80)).max(20).default([]),
    minPersons: z.number().int().min(1).max(99).nullable().optional(),
    /** The group of the plan that this one must be composed like. */
    follows: uuid.nullable().optional(),
    from: plainDate.optional(),
  }),
  result: saved.extend({ findings: z.array(finding) }),
  rejections: [
    'group-unknown',
    'group-closed',
    'group-name-taken',
    'group-kind-differs',
    'unit-unknown',
    'group-empty',
    'composition-wrong',
  ],
});

export const groupOperations = [
  listGroups,
  getGroup,
  saveGroup,
  closeGroup,
  addSeat,
  endSeat,
  registerSubGroup,
  saveAdHocGroup,
];
