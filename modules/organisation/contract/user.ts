import { read, write } from '@qianmo/platform/contract';
import { plainDate, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import { day, page, saved, version } from './part.ts';
import { postingView } from './post.ts';

const login = z
  .string()
  .trim()
  .min(3)
  .max(60)
  .regex(/^[\p{L}\p{N}._@-]+$/u);
const idNumber = z.string().trim().min(15).max(24);
const phone = z.string().trim().min(5).max(24);

const account = z.strictObject({
  id: z.string(),
  login: z.string(),
  disabled: z.boolean(),
  secondFactor: z.boolean(),
  version: z.number().int(),
});

export const userView = z.strictObject({
  person: z.string(),
  name: z.string(),
  erased: z.boolean(),
  account: account.nullable(),
  postings: z.array(postingView),
});

export const listUsers = read({
  name: 'organisation.listUsers',
  home: 'path',
  permission: 'organisation.user.read',
  via: 'body', // the search is a person's name
  summary: 'Everybody with a posting here, one row per natural person',
  input: z.strictObject({ ...page, below: z.boolean().optional(), disabled: z.boolean().optional(), day }),
  result: z.strictObject({ items: z.array(userView), total: z.number().int(), day: z.string() }),
});

export const getUser = read({
  name: 'organisation.getUser',
  home: 'path',
  permission: 'organisation.user.read',
  summary: 'One person with postings, past ones too; identity number and phone masked',
  input: z.strictObject({ person: uuid }),
  result: userView.extend({
    idNumber: z.string().nullable(),
    phone: z.string().nullable(),
    version: z.number().int(),
    /** Postings in force outside what the asker may see. */
    elsewhere: z.number().int(),
    /** The asker may act on the account: no posting in force lies outside their reach. */
    withinReach: z.boolean(),
  }),
  rejections: ['person-unknown'],
});

export const createUser = write({
  name: 'organisation.createUser',
  home: 'path',
  permission: 'organisation.user.manage',
  secondFactor: true,
  summary: 'Registers a natural person with an account and a first posting; the link to sign in is asked for apart',
  input: z.strictObject({
    name: safeText(60),
    login,
    idNumber: idNumber.optional(),
    phone: phone.optional(),
    post: uuid,
    from: plainDate.optional(),
  }),
  result: z.strictObject({
    person: z.string(),
    account: z.string(),
    posting: z.string(),
    successions: z.array(z.string()),
  }),
  rejections: [
    'login-taken',
    'person-known',
    'id-number-wrong',
    'phone-wrong',
    'post-unknown',
    'post-closed',
    'post-occupied',
    'unit-collective',
  ],
});

export const savePerson = write({
  name: 'organisation.savePerson',
  home: 'path',
  permission: 'organisation.user.manage',
  secondFactor: true,
  summary: 'Corrects name, identity number or phone; what is left out stays, null removes',
  input: z.strictObject({
    person: uuid,
    version,
    name: safeText(60).optional(),
    idNumber: idNumber.nullable().optional(),
    phone: phone.nullable().optional(),
  }),
  result: saved,
  rejections: [
    'person-unknown',
    'person-erased',
    'person-known',
    'user-beyond-reach',
    'id-number-wrong',
    'phone-wrong',
  ],
});

/** Its answer is a secret, so no operation row keeps it; the log of sign-ins does say who asked, for whom and when. */
export const inviteUser = write({
  name: 'organisation.inviteUser',
  home: 'path',
  permission: 'organisation.user.manage',
  secondFactor: true,
  unrecorded: true,
  summary: 'Makes a one-time link by which the user sets a password; an older link stops working',
  input: z.strictObject({ person: uuid }),
  result: z.strictObject({ token: z.string(), login: z.string(), expiresAt: z.string() }),
  rejections: ['person-unknown', 'account-disabled', 'user-beyond-reach', 'own-account'],
});

const accountAct = z.strictObject({ person: uuid, version, reason: safeText(200) });
const accountRejections = ['person-unknown', 'user-beyond-reach', 'own-account'] as const;

export const disableUser = write({
  name: 'organisation.disableUser',
  home: 'path',
  permission: 'organisation.user.manage',
  secondFactor: true,
  summary: 'Shuts an account and ends its sessions at once; `version` is that of the account',
  input: accountAct,
  result: saved,
  rejections: [...accountRejections, 'account-disabled'],
});

export const enableUser = write({
  name: 'organisation.enableUser',
  home: 'path',
  permission: 'organisation.user.manage',
  secondFactor: true,
  summary: 'Opens an account again',
  input: accountAct,
  result: saved,
  rejections: [...accountRejections, 'account-enabled', 'person-erased'],
});

export const resetSecondFactor = write({
  name: 'organisation.resetSecondFactor',
  home: 'path',
  permission: 'organisation.user.manage',
  secondFactor: true,
  summary: 'Removes the one-time code device of an account and ends its sessions',
  input: accountAct,
  result: saved,
  rejections: [...accountRejections, 'second-factor-none'],
});

export const personalFields = ['id-number', 'phone'] as const;

/**
 * Seeing personal data takes two steps, so that what is stored of the act holds no personal data: the recorded act
 * names purpose and fields and writes the log of views; the values are then read, by the same account, for some minutes.
 */
export const revealPerson = write({
  name: 'organisation.revealPerson',
  home: 'path',
  permission: 'organisation.person.reveal',
  secondFactor: true,
  summary: 'Records why personal data of a person are looked at, before they can be read',
  input: z.strictObject({
    person: uuid,
    fields: z.array(z.enum(personalFields)).min(1).max(2),
    purpose: safeText(200),
  }),
  result: z.strictObject({ view: z.string() }),
  rejections: ['person-unknown', 'person-erased'],
});

export const readRevealed = read({
  name: 'organisation.readRevealed',
  home: 'path',
  permission: 'organisation.user.read',
  via: 'body',
  summary: 'The values of a recorded view, for the account that asked, within five minutes',
  input: z.strictObject({ view: uuid }),
  result: z.strictObject({ person: z.string(), idNumber: z.string().nullable(), phone: z.string().nullable() }),
  rejections: ['view-unknown', 'view-over'],
});

export const findPersonByIdNumber = write({
  name: 'organisation.findPersonByIdNumber',
  home: 'path',
  permission: 'organisation.user.manage',
  secondFactor: true,
  summary: 'Whether a natural person with this identity number is registered; exact match only, recorded',
  input: z.strictObject({ idNumber, purpose: safeText(200) }),
  result: z.strictObject({ person: z.string().nullable() }),
  rejections: ['id-number-wrong'],
});

export const erasePerson = write({
  name: 'organisation.erasePerson',
  home: 'path',
  permission: 'organisation.person.erase',
  secondFactor: true,
  summary: 'Destroys the key of a person without postings: personal data are gone, acts and postings stay',
  input: z.strictObject({ person: uuid, version, reason: safeText(200) }),
  result: saved,
  rejections: ['person-unknown', 'person-erased', 'person-in-post', 'user-beyond-reach', 'own-account'],
});

export const userOperations = [
  listUsers,
  getUser,
  createUser,
  savePerson,
  inviteUser,
  disableUser,
  enableUser,
  resetSecondFactor,
  revealPerson,
  readRevealed,
  findPersonByIdNumber,
  erasePerson,
];
