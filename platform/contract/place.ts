import { plainDate, safeText } from '@qianmo/values/wire';
import { z } from 'zod';
import {
  classCount,
  placeCard,
  placeChild,
  placeHistory,
  placeHit,
  placeId,
  povertyClass,
  resolutionHow,
  resolutionRow,
} from '../places/shapes.ts';
import { read, write } from './operation.ts';

const code = z.string().regex(/^[0-9]{6}[0-9A-Z]{0,6}$/, { error: 'place-code' });
const name = safeText(40);
/** The decision or document that says so. */
const source = safeText(200);
const version = z.number().int().positive();
const changed = z.strictObject({ place: placeId, version: z.number().int() });

export const placeLevels = ['province', 'prefecture', 'county', 'township', 'village'] as const;

/** Units without a national code (PROG-02); each kind has a letter in the code we give it. */
export const specialForms = {
  farm: 'F',
  'port-committee': 'P',
  'border-zone': 'B',
  zone: 'Z',
  'e-town': 'T',
} as const satisfies Record<string, string>;
export type SpecialForm = keyof typeof specialForms;
const specialForm = z.enum(['farm', 'port-committee', 'border-zone', 'zone', 'e-town']);

export const searchPlaces = read({
  name: 'place.search',
  home: 'path',
  permission: 'place.search',
  summary: 'Places of the whole country for a typed text: Chinese, pinyin, initials or code; those of this home first',
  input: z.strictObject({
    text: safeText(40),
    levels: z.array(z.enum(placeLevels)).max(5).optional(),
    limit: z.number().int().min(1).max(20).default(20),
  }),
  result: z.strictObject({ items: z.array(placeHit) }),
});

export const getPlace = read({
  name: 'place.get',
  home: 'path',
  permission: 'place.search',
  summary: 'One place by id or code as it stood on a day, with the units above it and all that is dated about it',
  input: z
    .strictObject({ id: placeId.optional(), code: code.optional(), asOf: plainDate.optional() })
    .refine((given) => (given.id === undefined) !== (given.code === undefined), { error: 'id-or-code', path: ['id'] }),
  result: z.strictObject({
    asOf: plainDate,
    place: placeCard,
    /** First day of its present name, code and parent; null: as far back as known. */
    since: plainDate.nullable(),
    /** First day on which it is no more. */
    until: plainDate.nullable(),
    history: placeHistory,
  }),
  rejections: ['place-unknown', 'place-not-then'],
});

export const listPlaceChildren = read({
  name: 'place.listChildren',
  home: 'path',
  permission: 'place.search',
  summary: 'The units directly below one on a day, in code order; without a parent the provinces',
  input: z.strictObject({
    parent: placeId.optional(),
    asOf: plainDate.optional(),
    /** Code of the last one seen. */
    after: code.optional(),
    limit: z.number().int().min(1).max(400).default(200),
  }),
  result: z.strictObject({ items: z.array(placeChild), next: z.string().nullable() }),
});

export const countPlaceClasses = read({
  name: 'place.classCounts',
  home: 'path',
  permission: 'place.search',
  summary: 'Villages by poverty class on a day, for this home and each below it',
  input: z.strictObject({ asOf: plainDate.optional() }),
  result: z.strictObject({ asOf: plainDate, items: z.array(classCount) }),
});

export const setPovertyClass = write({
  name: 'place.setPovertyClass',
  home: 'path',
  permission: 'place.edit',
  summary: 'Sets the poverty class of villages for a span of days; the days outside it keep what they had',
  input: z.strictObject({
    places: z.array(placeId).min(1).max(500),
    class: povertyClass,
    /** First day of the class; null: as far back as known. */
    from: plainDate.nullable(),
    /** First day after it; null: still. */
    to: plainDate.nullable().default(null),
    source,
  }),
  result: z.strictObject({ changed: z.number().int() }),
  rejections: ['place-unknown', 'place-elsewhere', 'place-not-village', 'dates-reversed'],
});

export const addPlaceAlias = write({
  name: 'place.addAlias',
  home: 'path',
  permission: 'place.edit',
  summary: 'Adds another name of a place, valid inside the unit above it and between two days',
  input: z.strictObject({
    place: placeId,
    name,
    from: plainDate.nullable(),
    to: plainDate.nullable().default(null),
    source,
  }),
  result: z.strictObject({ place: placeId, within: placeId }),
  rejections: [
    'place-unknown',
    'place-elsewhere',
    'place-keeps-records',
    'place-ended',
    'dates-reversed',
    'alias-taken',
    'name-unusable',
  ],
});

const changeRejections = [
  'place-unknown',
  'place-elsewhere',
  'place-ended',
  'date-ahead',
  'date-before-last-change',
  'code-taken',
  'code-not-fitting',
  'code-of-home',
];

export const renamePlace = write({
  name: 'place.rename',
  home: 'path',
  permission: 'place.edit',
  summary: 'A new name (form, code) from a day on; the old one stays, dated',
  input: z.strictObject({
    place: placeId,
    version,
    name,
    /** What it is within its kind, when that changed with the name: 乡 became 镇. */
    form: z
      .string()
      .max(40)
      .regex(/^[a-z]+(-[a-z]+)*$/, { error: 'form' })
      .optional(),
    code: code.optional(),
    from: plainDate,
    source,
  }),
  result: changed,
  rejections: [...changeRejections, 'name-unusable'],
});

export const changePlaceParent = write({
  name: 'place.changeParent',
  home: 'path',
  permission: 'place.edit',
  summary: 'Puts a place under another unit of the same home from a day on',
  input: z.strictObject({ place: placeId, version, parent: placeId, code: code.optional(), from: plainDate, source }),
  result: changed,
  rejections: [...changeRejections, 'parent-unknown', 'parent-elsewhere', 'parent-not-above', 'place-keeps-records'],
});

export const addSpecialUnit = write({
  name: 'place.addSpecialUnit',
  home: 'path',
  permission: 'place.edit',
  summary: 'Registers a farm, port committee, zone or e-town that has no national code',
  input: z.strictObject({
    parent: placeId,
    form: specialForm,
    name,
    /** Left out: the next free one of this home. */
    code: code.optional(),
    since: plainDate.nullable(),
    source,
  }),
  result: z.strictObject({ place: placeId, code: z.string() }),
  rejections: [
    'parent-unknown',
    'parent-elsewhere',
    'parent-not-above',
    'place-ended',
    'code-taken',
    'code-not-fitting',
    'name-unusable',
    'date-ahead',
  ],
});

export const endPlace = write({
  name: 'place.end',
  home: 'path',
  permission: 'place.edit',
  summary: 'A place ends on a day: merged or abolished; its id and records remain',
  input: z.strictObject({ place: placeId, version, until: plainDate, source }),
  result: changed,
  rejections: [
    'place-unknown',
    'place-elsewhere',
    'place-ended',
    'place-keeps-records',
    'place-has-children',
    'date-ahead',
    'date-before-last-change',
  ],
});

const resolutionKey = { source: safeText(120), rowKey: safeText(200), version };

export const listPlaceResolutions = read({
  name: 'place.listResolutions',
  home: 'path',
  permission: 'place.search',
  summary: 'Names in plans and the places they mean: what is open first, with its candidates',
  input: z.strictObject({
    source: safeText(120).optional(),
    openOnly: z.boolean().default(false),
    limit: z.number().int().min(1).max(500).default(200),
    offset: z.number().int().min(0).max(100_000).default(0),
  }),
  result: z.strictObject({
    items: z.array(resolutionRow),
    total: z.number().int(),
    /** Over all rows of the home (and source), by how each was found. */
    counts: z.strictObject({ open: z.number().int(), resolved: z.record(resolutionHow, z.number().int()) }),
  }),
});

export const decidePlaceResolution = write({
  name: 'place.decideResolution',
  home: 'path',
  permission: 'place.edit',
  summary: 'Says which place of this home a name in a plan means',
  input: z.strictObject({ ...resolutionKey, place: placeId }),
  result: z.strictObject({ place: placeId, version: z.number().int() }),
  rejections: ['resolution-unknown', 'place-unknown', 'place-elsewhere'],
});

export const undecidePlaceResolution = write({
  name: 'place.undecideResolution',
  home: 'path',
  permission: 'place.edit',
  summary: 'Puts a name back on the work list',
  input: z.strictObject(resolutionKey),
  result: z.strictObject({ version: z.number().int() }),
  rejections: ['resolution-unknown'],
});

export const placeOperations = [
  searchPlaces,
  getPlace,
  listPlaceChildren,
  countPlaceClasses,
  setPovertyClass,
  addPlaceAlias,
  renamePlace,
  changePlaceParent,
  addSpecialUnit,
  endPlace,
  listPlaceResolutions,
  decidePlaceResolution,
  undecidePlaceResolution,
];
