import { z } from 'zod';
import { read, write } from './operation.ts';

const login = z
  .string()
  .trim()
  .min(3)
  .max(60)
  .regex(/^[\p{L}\p{N}._@-]+$/u);
const secret = z.string().min(1).max(200);
const otp = z.string().regex(/^\d{6}$/);
const instant = z.string();

/** Passwords: long rather than odd; no rule about kinds of characters (NIST SP 800-63B). */
const newPassword = z.string().min(10).max(200);

export const signIn = write({
  name: 'session.signIn',
  home: 'global',
  permission: 'public',
  unrecorded: true,
  summary: 'Opens a session by login and password, and one-time code where the post demands it',
  input: z.strictObject({ login, password: secret, otp: otp.optional() }),
  result: z.strictObject({ signedIn: z.boolean(), needs: z.enum(['otp', 'enrol-totp']).nullable() }),
  rejections: ['sign-in-refused', 'sign-in-locked', 'second-factor-wrong'],
});

export const signOut = write({
  name: 'session.signOut',
  home: 'global',
  permission: 'signed-in',
  unrecorded: true,
  summary: 'Ends this session',
  input: z.strictObject({}),
  result: z.strictObject({}),
});

export const postingView = z.strictObject({
  posting: z.string(),
  home: z.string(),
  homeName: z.string(),
  homeLevel: z.string(),
  role: z.string(),
  unit: z.string().nullable(),
  unitName: z.string().nullable(),
  title: z.string().nullable(),
  narrow: z.strictObject({ kind: z.string(), id: z.string() }).nullable(),
});

export const currentSession = read({
  name: 'session.current',
  home: 'global',
  permission: 'signed-in',
  summary: 'Who is signed in, with postings, what they permit, and the state of this installation',
  input: z.strictObject({}),
  result: z.strictObject({
    user: z.string(),
    name: z.string(),
    postings: z.array(postingView),
    permissions: z.array(z.strictObject({ permission: z.string(), homes: z.array(z.string()) })),
    secondFactor: z.strictObject({ enrolled: z.boolean(), required: z.boolean(), at: instant.nullable() }),
    installation: z.strictObject({ kind: z.enum(['real', 'demo', 'test']), now: instant, today: z.string() }),
  }),
});

export const confirmSecondFactor = write({
  name: 'session.confirmSecondFactor',
  home: 'global',
  permission: 'signed-in',
  unrecorded: true,
  summary: 'Confirms the one-time code again, for acts on money or access',
  input: z.strictObject({ otp }),
  result: z.strictObject({ at: instant }),
  rejections: ['second-factor-wrong', 'second-factor-not-enrolled'],
});

export const beginTotp = write({
  name: 'session.beginTotp',
  home: 'global',
  permission: 'signed-in',
  unrecorded: true,
  summary: 'Makes a secret for one-time codes; it counts once a code of it is confirmed',
  input: z.strictObject({ password: secret }),
  result: z.strictObject({ secret: z.string(), uri: z.string() }),
  rejections: ['sign-in-refused', 'second-factor-enrolled'],
});

export const finishTotp = write({
  name: 'session.finishTotp',
  home: 'global',
  permission: 'signed-in',
  unrecorded: true,
  summary: 'Confirms the new secret with a code made from it',
  input: z.strictObject({ secret: z.string().min(16).max(64), otp }),
  result: z.strictObject({ at: instant }),
  rejections: ['second-factor-wrong', 'second-factor-enrolled'],
});

export const changePassword = write({
  name: 'session.changePassword',
  home: 'global',
  permission: 'signed-in',
  unrecorded: true,
  summary: 'Changes the own password and ends all other sessions',
  input: z.strictObject({ password: secret, newPassword }),
  result: z.strictObject({}),
  rejections: ['sign-in-refused', 'password-common'],
});

export const redeemInvitation = write({
  name: 'session.redeemInvitation',
  home: 'global',
  permission: 'public',
  unrecorded: true,
  summary: 'Sets the password of an invited account, once, by its link',
  input: z.strictObject({ token: z.string().min(20).max(100), newPassword }),
  result: z.strictObject({ login: z.string() }),
  rejections: ['invitation-void', 'password-common'],
});

export const setUp = write({
  name: 'session.setUp',
  home: 'global',
  permission: 'public',
  unrecorded: true,
  summary: 'Makes the first administrator of an empty server, once, by the link it printed',
  input: z.strictObject({
    token: z.string().min(20).max(100),
    name: z.string().trim().min(1).max(60),
    login,
    newPassword,
  }),
  result: z.strictObject({ login: z.string() }),
  rejections: ['invitation-void', 'password-common'],
});

export const listTokens = read({
  name: 'session.listTokens',
  home: 'global',
  permission: 'signed-in',
  summary: 'Own sessions and tokens for other systems',
  input: z.strictObject({}),
  result: z.strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(['browser', 'token']),
        name: z.string().nullable(),
        createdAt: instant,
        expiresAt: instant,
        client: z.string().nullable(),
        current: z.boolean(),
        permissions: z.array(z.string()).nullable(),
      }),
    ),
  }),
});

export const makeToken = write({
  name: 'session.makeToken',
  home: 'global',
  permission: 'session.token',
  unrecorded: true,
  secondFactor: true,
  summary: 'Makes a token by which another system acts with some of the own permissions; it is shown once',
  input: z.strictObject({
    name: z.string().trim().min(1).max(60),
    permissions: z.array(z.string().max(80)).min(1).max(100),
    days: z.number().int().min(1).max(366),
  }),
  result: z.strictObject({ token: z.string(), expiresAt: instant }),
  rejections: ['token-permission-not-own'],
});

export const revokeToken = write({
  name: 'session.revokeToken',
  home: 'global',
  permission: 'signed-in',
  unrecorded: true,
  summary: 'Ends one of the own sessions or tokens',
  input: z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) }),
  result: z.strictObject({}),
  rejections: ['token-unknown'],
});

export const sessionOperations = [
  signIn,
  signOut,
  currentSession,
  confirmSecondFactor,
  beginTotp,
  finishTotp,
  changePassword,
  redeemInvitation,
  setUp,
  listTokens,
  makeToken,
  revokeToken,
];
