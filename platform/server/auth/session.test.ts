import type { Operation } from '@qianmo/platform/contract';
import { hashPassword, hashToken } from '@qianmo/platform/server';
import {
  beginTotp,
  changePassword,
  confirmSecondFactor,
  currentSession,
  finishTotp,
  listTokens,
  makeToken,
  redeemInvitation,
  revokeToken,
  setUp,
  signIn,
  signOut,
} from '@qianmo/platform/session';
import { startTestServer, type TestServer } from '@qianmo/server/testing';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';

let t: TestServer;
beforeAll(async () => {
  t = await startTestServer({ start: '2019-09-24T10:00:00+08:00' });
});
afterAll(() => t.stop());

const PASSWORD = '七彩珠峰 plateau 2019';

/** A browser of its own: keeps the cookies it is given. */
function browser() {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async call<I extends z.ZodObject, R extends z.ZodType>(
      operation: Operation<I, R>,
      input: z.input<I>,
      headers: Record<string, string> = {},
    ) {
      const response = await fetch(t.url + operation.path, {
        method: operation.method,
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          'content-type': 'application/json',
          ...headers,
        },
        ...(operation.method === 'POST' ? { body: JSON.stringify(input) } : {}),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value) cookies.set(name, value);
        else cookies.delete(name);
      }
      return {
        status: response.status,
        body: (await response.json()) as Record<string, unknown>,
        headers: response.headers,
      };
    },
  };
}

async function account(role: 'commerce' | 'finance' = 'commerce'): Promise<{ login: string; id: string }> {
  const made = await t.signInAs({ home: '621221', role });
  const login = `keeper-${made.account.slice(-12)}`;
  await t.sql.query('update platform.account set login = $1 where id = $2', [login, made.account]);
  await t.sql.query('insert into platform.credential (account, password_hash) values ($1, $2)', [
    made.account,
    await hashPassword(PASSWORD),
  ]);
  return { login, id: made.account };
}

const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: t.clock.milliseconds() });
const later = (seconds: number) => t.clock.moveTo(new Date(t.clock.milliseconds() + seconds * 1000).toISOString());

describe('signing in', () => {
  it('opens a session that another page cannot read, and closes it', async () => {
    const { login } = await account();
    const page = browser();
    expect((await page.call(currentSession, {})).body.code).toBe('not-signed-in');
    const answer = await page.call(signIn, { login, password: PASSWORD });
    expect(answer.body).toEqual({ signedIn: true, needs: null });
    expect(answer.headers.getSetCookie().find((line) => line.startsWith('qianmo_session'))).toMatch(
      /HttpOnly; SameSite=Lax/,
    );
    const current = (await page.call(currentSession, {})).body;
    expect(current).toMatchObject({
      postings: [{ home: '621221', homeName: '成县', role: 'commerce' }],
      installation: { kind: 'test', today: '2019-09-24' },
    });
    await page.call(signOut, {});
    expect((await page.call(currentSession, {})).status).toBe(401);
  });

  it('answers a wrong login and a wrong password alike', async () => {
    const { login } = await account();
    const wrong = await browser().call(signIn, { login, password: 'not this one' });
    const unknown = await browser().call(signIn, { login: 'nobody-here', password: 'not this one' });
    expect([wrong.status, wrong.body.code]).toEqual([403, 'sign-in-refused']);
    expect(unknown.body).toEqual(wrong.body);
  });

  it('locks guessing out, but not the device that has signed in before', async () => {
    const { login } = await account();
    const own = browser();
    await own.call(signIn, { login, password: PASSWORD });
    await own.call(signOut, {});
    const stranger = browser();
    for (let guess = 0; guess < 5; guess += 1) await stranger.call(signIn, { login, password: `guess ${guess}` });
    expect((await stranger.call(signIn, { login, password: PASSWORD })).body.code).toBe('sign-in-locked');
    expect((await own.call(signIn, { login, password: PASSWORD })).body.signedIn).toBe(true);
    later(61);
    expect((await stranger.call(signIn, { login, password: PASSWORD })).body.signedIn).toBe(true);
  });

  it('refuses a page of another site and leaves no password in the log of acts', async () => {
    const { login } = await account();
    const answer = await browser().call(signIn, { login, password: PASSWORD }, { origin: 'https://elsewhere.example' });
    expect(answer.body.code).toBe('origin-refused');
    const { rows } = await t.sql.query(
      `select count(*)::int as n from audit.change where new_row::text like '%plateau%'`,
    );
    expect(rows[0].n).toBe(0);
  });
});

describe('second factor', () => {
  it('is demanded of posts that decide on money, once, with each code once', async () => {
    const { login } = await account('finance');
    const page = browser();
    expect((await page.call(signIn, { login, password: PASSWORD })).body).toEqual({
      signedIn: true,
      needs: 'enrol-totp',
    });
    const { secret } = (await page.call(beginTotp, { password: PASSWORD })).body as { secret: string };
    expect((await page.call(finishTotp, { secret, otp: '000000' })).body.code).toBe('second-factor-wrong');
    expect((await page.call(finishTotp, { secret, otp: codeOf(secret) })).status).toBe(200);
    const fresh = browser();
    expect((await fresh.call(signIn, { login, password: PASSWORD })).body).toEqual({ signedIn: false, needs: 'otp' });
    expect((await fresh.call(signIn, { login, password: PASSWORD, otp: codeOf(secret) })).body.code).toBe(
      'second-factor-wrong',
    );
    later(31);
    expect((await fresh.call(signIn, { login, password: PASSWORD, otp: codeOf(secret) })).body.signedIn).toBe(true);
    later(31);
    expect((await fresh.call(confirmSecondFactor, { otp: codeOf(secret) })).status).toBe(200);
    expect((await fresh.call(confirmSecondFactor, { otp: codeOf(secret) })).body.code).toBe('second-factor-wrong');
    const { rows } = await t.sql.query(
      'select totp_secret from platform.credential c join platform.account a on a.id = c.account where login = $1',
      [login],
    );
    expect(rows[0].totp_secret.toString('latin1')).not.toContain(secret);
  });
});

describe('passwords and links', () => {
  it('changes the password and ends every other session', async () => {
    const { login } = await account();
    const [here, elsewhere] = [browser(), browser()];
    await here.call(signIn, { login, password: PASSWORD });
    await elsewhere.call(signIn, { login, password: PASSWORD });
    expect((await here.call(changePassword, { password: 'wrong', newPassword: 'a new long one' })).body.code).toBe(
      'sign-in-refused',
    );
    expect((await here.call(changePassword, { password: PASSWORD, newPassword: '1234567890' })).body.code).toBe(
      'password-common',
    );
    expect((await here.call(changePassword, { password: PASSWORD, newPassword: 'a new long one' })).status).toBe(200);
    expect((await here.call(currentSession, {})).status).toBe(200);
    expect((await elsewhere.call(currentSession, {})).status).toBe(401);
  });

  it('redeems a link once, in time', async () => {
    const { id, login } = await account();
    const invite = (token: string, hours: number) =>
      t.sql.query(`insert into platform.invitation values ($1, 'password', $2, $3, $4)`, [
        Buffer.from(hashToken(token), 'hex'),
        id,
        t.clock.instant(),
        new Date(t.clock.milliseconds() + hours * 3_600_000).toISOString(),
      ]);
    await invite('link-number-one-which-is-long', 24);
    await invite('link-number-two-which-is-late', -1);
    const redeem = (token: string) => browser().call(redeemInvitation, { token, newPassword: 'set by the link' });
    const twice = await Promise.all([redeem('link-number-one-which-is-long'), redeem('link-number-one-which-is-long')]);
    expect(twice.map((answer) => answer.status).sort()).toEqual([200, 404]);
    expect((await redeem('link-number-two-which-is-late')).body.code).toBe('invitation-void');
    expect((await browser().call(signIn, { login, password: 'set by the link' })).body.signedIn).toBe(true);
  });

  it('sets up an empty server once', async () => {
    const made = await t.signInAs({ home: '000000', role: 'administrator' });
    await t.sql.query(`insert into platform.invitation values ($1, 'set-up', $2, $3, '2099-01-01')`, [
      Buffer.from(hashToken('first-link-of-this-server'), 'hex'),
      made.account,
      t.clock.instant(),
    ]);
    const input = {
      token: 'first-link-of-this-server',
      name: '买买提·艾力',
      login: 'first',
      newPassword: 'the first password',
    };
    expect((await browser().call(setUp, input)).body).toEqual({ login: 'first' });
    expect((await browser().call(setUp, { ...input, login: 'second' })).body.code).toBe('invitation-void');
    const page = browser();
    expect((await page.call(signIn, { login: 'first', password: 'the first password' })).body.needs).toBe('enrol-totp');
  });
});

describe('tokens for other systems', () => {
  it('[PLAT-06:tokens] act with the given permissions only, are shown once, and can be ended', async () => {
    const { login } = await account('finance');
    const page = browser();
    await page.call(signIn, { login, password: PASSWORD });
    expect((await page.call(makeToken, { name: '省平台', permissions: ['place.search'], days: 30 })).body.code).toBe(
      'not-permitted',
    );
    const admin = await t.signInAs({ home: '621221', role: 'administrator' });
    const foreign = await admin.refused(makeToken, { input: { name: '省平台', permissions: ['funds.pay'], days: 30 } });
    expect(foreign.code).toBe('token-permission-not-own');
    const { token } = await admin.ok(makeToken, { input: { name: '省平台', permissions: ['place.search'], days: 30 } });
    const bearer = { authorization: `Bearer ${token}` };
    expect((await browser().call(currentSession, {}, bearer)).status).toBe(200);
    const beyond = await browser().call(makeToken, { name: 'x', permissions: ['place.search'], days: 1 }, bearer);
    expect(beyond.status).toBe(403);
    const { items } = await admin.ok(listTokens, { input: {} });
    const made = items.find((item) => item.kind === 'token');
    await admin.ok(revokeToken, { input: { id: made?.id ?? '' } });
    expect((await admin.refused(revokeToken, { input: { id: made?.id ?? '' } })).code).toBe('token-unknown');
    expect((await browser().call(currentSession, {}, bearer)).status).toBe(401);
  });
});
