import { randomBytes } from 'node:crypto';
import { uuidV7 } from '@qianmo/values/id';
import { type Role, secondFactorRoles } from '../../contract/roles.ts';
import { signIn } from '../../contract/session.ts';
import { open } from '../personal/cipher.ts';
import { type Context, on } from '../serve/context.ts';
import { hashToken } from '../serve/sessions.ts';
import { deviceKey, deviceProof, lockMinutes } from './device.ts';
import type { AuthParts } from './parts.ts';
import { passwordMatches } from './password.ts';
import {
  type Account,
  findAccountByLogin,
  insertSession,
  logSignIn,
  readFailure,
  type SignInOutcome,
  useTotpStep,
  writeFailure,
} from './store.ts';
import { totpStep } from './totp.ts';

export const SESSION_HOURS = 12; // one working day; a shared office PC must not stay open overnight

type Refused = {
  refused: 'sign-in-refused' | 'sign-in-locked' | 'second-factor-wrong';
  params?: Record<string, string>;
};
type Answer = { signedIn: boolean; needs: 'otp' | 'enrol-totp' | null };

/** A failure must be remembered although the act is refused: the handler commits, and refuses after the commit. */
export function signInHandler(parts: AuthParts) {
  return on(signIn, async (context, input): Promise<Answer> => {
    const outcome = await trySignIn(parts, context, input);
    if ('refused' in outcome) {
      context.afterCommit(() =>
        context.reject(outcome.refused, { status: 403, ...(outcome.params ? { params: outcome.params } : {}) }),
      );
      return { signedIn: false, needs: null };
    }
    return outcome;
  });
}

async function trySignIn(
  parts: AuthParts,
  context: Context,
  input: { login: string; password: string; otp?: string | undefined },
): Promise<Answer | Refused> {
  const { db, now } = context;
  const device = deviceKey(parts.deviceSecret, input.login, context.http?.deviceCookie ?? null);
  const failure = await readFailure(db, input.login, device);
  if (failure?.locked_until && failure.locked_until > now) {
    await log(context, input.login, null, 'locked');
    return { refused: 'sign-in-locked', params: { until: failure.locked_until } };
  }
  const account = await findAccountByLogin(db, input.login);
  const matches = await passwordMatches(account?.passwordHash ?? null, input.password);
  if (!account || !matches || account.disabledAt) {
    await log(context, input.login, account?.id ?? null, account?.disabledAt ? 'disabled' : 'wrong');
    return refuse(context, input.login, device, failure?.failed_count ?? 0, 'sign-in-refused');
  }
  const second = await checkSecondFactor(parts, context, account, input.otp);
  if (second === 'missing') return { signedIn: false, needs: 'otp' };
  if (second === 'wrong') {
    await log(context, input.login, account.id, 'second-factor-wrong');
    return refuse(context, input.login, device, failure?.failed_count ?? 0, 'second-factor-wrong');
  }
  await writeFailure(db, input.login, device, 0, null);
  await openSession(parts, context, account, second === 'right');
  const { postings } = await parts.postings(db, account.id, context.today);
  const mustEnrol = second === 'none' && postings.some((posting) => secondFactorRoles.has(posting.role as Role));
  return { signedIn: true, needs: mustEnrol ? 'enrol-totp' : null };
}

async function refuse(
  context: Context,
  login: string,
  device: string,
  before: number,
  code: Refused['refused'],
): Promise<Refused> {
  const minutes = lockMinutes(before + 1);
  const until = minutes > 0 ? new Date(context.clock.milliseconds() + minutes * 60_000).toISOString() : null;
  await writeFailure(context.db, login, device, before + 1, until);
  return { refused: code };
}

/** `none`: not enrolled; `missing`: enrolled and no code given yet. */
export async function checkSecondFactor(
  parts: AuthParts,
  context: Context,
  account: Account,
  otp: string | undefined,
): Promise<'none' | 'missing' | 'right' | 'wrong'> {
  if (!account.totpSecret) return 'none';
  if (!otp) return 'missing';
  const secret = open(parts.totpKey, account.totpSecret, `totp:${account.id}`).toString('utf8');
  const step = totpStep(secret, otp, context.clock.milliseconds(), account.totpLastStep);
  if (step === null) return 'wrong';
  await useTotpStep(context.db, account.id, step);
  return 'right';
}

async function openSession(parts: AuthParts, context: Context, account: Account, strong: boolean): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(context.clock.milliseconds() + SESSION_HOURS * 3_600_000).toISOString();
  await insertSession(context.db, {
    hash: hashToken(token),
    account: account.id,
    kind: 'browser',
    name: null,
    now: context.now,
    expiresAt,
    secondFactorAt: strong ? context.now : null,
    client: context.http?.userAgent ?? '',
    permissions: null,
  });
  await log(context, account.login, account.id, 'done');
  context.http?.setSession(token, SESSION_HOURS * 3_600);
  context.http?.setDevice(deviceProof(parts.deviceSecret, account.login, randomBytes(12).toString('base64url')));
}

export async function log(
  context: Context,
  login: string,
  account: string | null,
  outcome: SignInOutcome,
): Promise<void> {
  await logSignIn(context.db, {
    id: uuidV7(context.clock.milliseconds()),
    login,
    account,
    outcome,
    address: context.http?.address ?? '',
    client: context.http?.userAgent ?? '',
    at: context.now,
  });
}
