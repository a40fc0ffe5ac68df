import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentSession, makeToken } from '../../contract/session.ts';

const home = '621221';
const client = { clientId: 'qianmo', clientSecret: 'a-secret-that-only-this-test-knows' };
let idp: Server;
let t: TestServer;
let finance: TestUser;
let specialist: TestUser;
/** Who the provider says is sitting there. */
let sitting = '';

beforeAll(async () => {
  idp = createServer();
  await new Promise<void>((resolve) => idp.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(idp.address() as AddressInfo).port}`;
  t = await startTestServer({ oidc: { issuer, ...client } });
  idp.on('request', provider(issuer, `${t.url}/api/-/session/oidc/callback`).callback());
  finance = await t.signInAs({ home, role: 'administrator', name: '张三' });
  specialist = await t.signInAs({ home, role: 'commerce', name: '李四' });
  await t.sql.query(`update platform.account set oidc_subject = 'zhang-san' where id = $1`, [finance.account]);
  await t.sql.query(`update platform.account set oidc_subject = 'li-si' where id = $1`, [specialist.account]);
});
afterAll(async () => {
  await t.stop();
  idp.closeAllConnections();
  await new Promise((resolve) => idp.close(resolve));
});

/** A conforming provider (OpenID-certified) whose sign-in page says yes to whoever sits there. */
function provider(issuer: string, redirectUri: string): Provider {
  const made = new Provider(issuer, {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    cookies: { keys: ['test'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/yes' },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: client.clientId,
        accountId: context.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid');
      await grant.save();
      return grant;
    },
  });
  made.use(async (context, next) => {
    if (context.path !== '/yes') return next();
    return made.interactionFinished(context.req, context.res, { login: { accountId: sitting, remember: false } });
  });
  return made;
}

type Jar = Map<string, string>;

/** A browser: keeps cookies per host and follows redirects until told to stop. */
async function follow(
  start: string,
  jars: Map<string, Jar>,
  stopAt?: string,
): Promise<{ url: string; status: number }> {
  let url = start;
  for (let hop = 0; hop < 12; hop += 1) {
    const at = new URL(url);
    const jar = jars.get(at.host) ?? new Map<string, string>();
    jars.set(at.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    await answer.arrayBuffer();
    for (const each of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(each)) jar.delete(name);
      else jar.set(name, value);
    }
    const next = answer.headers.get('location');
    if (!next) return { url, status: answer.status };
    url = new URL(next, url).href;
    if (url.startsWith(`${t.url}/console/`) || (stopAt && url.includes(stopAt))) return { url, status: 303 };
  }
  throw new Error(`redirects without end at ${url}`);
}

async function signIn(subject: string) {
  sitting = subject;
  const jars = new Map<string, Jar>();
  const end = await follow(`${t.url}/api/-/session/oidc/start`, jars);
  const session = jars.get(new URL(t.url).host)?.get('qianmo_session');
  return { landed: end.url.slice(t.url.length), session };
}

async function post(session: string | undefined, operation: { path: string }, input: object) {
  const answer = await fetch(t.url + operation.path, {
    method: 'POST',
    headers: { cookie: `qianmo_session=${session}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return (await answer.json()) as { code?: string };
}

const lastEvent = async () => {
  const { rows } = await t.sql.query(
    'select login, account, outcome from platform.sign_in_event order by at desc, id desc limit 1',
  );
  return rows[0];
};

describe('[GOV-05:oidc] sign-in through the office’s identity provider', () => {
  it('opens a session for the account tied to the subject', async () => {
    const { landed, session } = await signIn('li-si');
    expect(landed).toBe('/console/');
    const answer = await fetch(t.url + currentSession.path, { headers: { cookie: `qianmo_session=${session}` } });
    expect(await answer.json()).toMatchObject({ user: specialist.account, name: '李四', secondFactor: { at: null } });
    expect(await lastEvent()).toMatchObject({ account: specialist.account, outcome: 'done' });
  });

  it('the provider is one factor: acts on access still demand the second', async () => {
    const { landed, session } = await signIn('zhang-san');
    expect(landed).toBe('/console/?second-factor=enrol');
    const token = { name: '省平台', permissions: ['place.search'], days: 30 };
    expect((await post(session, makeToken, token)).code).toBe('second-factor-needed');
    await t.sql.query('insert into platform.credential (account, totp_last_step) values ($1, 1)', [finance.account]);
    expect((await signIn('zhang-san')).landed).toBe('/console/?second-factor=confirm');
  });

  it('a subject nobody was tied to, and a closed account, get no session', async () => {
    expect(await signIn('wang-wu')).toEqual({ landed: '/console/?sign-in=oidc-unknown', session: undefined });
    expect(await lastEvent()).toEqual({ login: 'oidc:wang-wu', account: null, outcome: 'wrong' });
    await t.sql.query('update platform.account set disabled_at = $2 where id = $1', [
      specialist.account,
      t.clock.instant(),
    ]);
    expect(await signIn('li-si')).toEqual({ landed: '/console/?sign-in=oidc-unknown', session: undefined });
    expect(await lastEvent()).toMatchObject({ account: specialist.account, outcome: 'disabled' });
    await t.sql.query('update platform.account set disabled_at = null where id = $1', [specialist.account]);
  });

  it('a callback without its own start, with another’s state, or a late one is refused', async () => {
    sitting = 'li-si';
    const callback = '/api/-/session/oidc/callback';
    const begin = async () => {
      const jars = new Map<string, Jar>();
      const { url } = await follow(`${t.url}/api/-/session/oidc/start`, jars, `${callback}?`);
      return { jars, url };
    };
    const landed = async (url: string, jars: Map<string, Jar>) => {
      const end = await follow(url, jars);
      expect(jars.get(new URL(t.url).host)?.has('qianmo_session')).toBe(false);
      return end.url.slice(t.url.length);
    };
    const first = await begin();
    expect(await landed(first.url, new Map())).toBe('/console/?sign-in=oidc-expired');
    const second = await begin();
    expect(await landed(first.url, second.jars)).toBe('/console/?sign-in=oidc-refused');
    const third = await begin();
    const forged = new Map([...third.jars].map(([host, jar]) => [host, new Map(jar)]));
    const mine = forged.get(new URL(t.url).host);
    mine?.set('qianmo_oidc', `${mine.get('qianmo_oidc')?.slice(0, -2)}AA`);
    expect(await landed(third.url, forged)).toBe('/console/?sign-in=oidc-expired');
    t.clock.moveTo(new Date(t.clock.milliseconds() + 601_000).toISOString());
    expect(await landed(third.url, third.jars)).toBe('/console/?sign-in=oidc-expired');
  });

  it('a provider that is away is said, and nothing hangs', async () => {
    const away = await startTestServer({ oidc: { issuer: 'http://127.0.0.1:9', ...client } });
    const answer = await fetch(`${away.url}/api/-/session/oidc/start`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/console/?sign-in=oidc-away']);
    await away.stop();
  });

  it('where no provider is set the routes are not there', async () => {
    const plain = await startTestServer();
    expect((await fetch(`${plain.url}/api/-/session/oidc/start`, { redirect: 'manual' })).status).toBe(404);
    await plain.stop();
  });
});
