import { hashPassword } from '@qianmo/platform/server';
import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { expectAccessible, journey, picture } from './journey.ts';

const j = journey('2019-12-31T10:00:00+08:00');
const PASSWORD = '七彩珠峰 plateau 2019';

async function account(role: 'commerce' | 'administrator', login: string) {
  const made = await j.t.signInAs({ home: '621221', role, name: '阿卜杜热合曼·买买提' });
  await j.t.sql.query('update platform.account set login = $1 where id = $2', [login, made.account]);
  await j.t.sql.query('insert into platform.credential (account, password_hash) values ($1, $2)', [
    made.account,
    await hashPassword(PASSWORD),
  ]);
  return made;
}

describe('signing in', () => {
  it('an official signs in, sees the inbox, and signs out', async () => {
    await account('commerce', 'official');
    const page = await j.open(null, '/console/');
    await page.getByLabel('账号').fill('official');
    await page.getByLabel('密码', { exact: true }).fill('wrong password');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    await picture(page, 'sign-in-refused');
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    await page.waitForURL('**/console/inbox');
    await page.getByRole('navigation').first().waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectAccessible(page);
    await picture(page, 'inbox-empty');
  });

  it('a post that decides on access sets up one-time codes first', async () => {
    await account('administrator', 'chief');
    const page = await j.open(null, '/console/sign-in');
    await page.getByLabel('账号').fill('chief');
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '登录' }).click();
    const secret = (await page.locator('.qm-entrance-key').textContent()) ?? '';
    await picture(page, 'enrol-totp');
    const otp = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate({
      timestamp: j.t.clock.milliseconds(),
    });
    await page.getByLabel(/动态口令|验证码/).fill(otp);
    await page.getByRole('button', { name: '绑定并继续' }).click();
    await page.waitForURL('**/console/inbox');
  });

  it('draws Chinese characters, not boxes', async () => {
    const page = await j.open(null, '/console/sign-in');
    const widths = await page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d');
      if (!context) return [];
      context.font = getComputedStyle(document.body).font;
      const ink = (text: string) => {
        context.clearRect(0, 0, 80, 80);
        context.fillText(text, 4, 40);
        return context.getImageData(0, 0, 80, 80).data.reduce((sum, value) => sum + value, 0);
      };
      return [ink('阡'), ink('陌'), ink('镡'), ink('\u{10FFFD}')];
    });
    // A missing glyph is drawn as one and the same box.
    expect(new Set(widths).size).toBe(4);
  });
});
