import { mkdirSync } from 'node:fs';
import { startTestServer, type TestServer, type TestUser } from '@qianmo/server/testing';
import AxeBuilder from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Sizes every page is looked at: an office PC, a large screen, a phone. */
export const sizes = {
  office: { width: 1366, height: 768 },
  large: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
} as const;

export type Journey = {
  readonly t: TestServer;
  /** A window of its own, signed in as this user; without one, nobody is signed in. */
  open(user: TestUser | null, path: string, size?: keyof typeof sizes): Promise<Page>;
};

/** The whole server with its console on a copy of the test database, and a real browser; one per file. */
export function journey(start: string): Journey {
  let t: TestServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    const executablePath = process.env.CHROMIUM_PATH;
    if (!executablePath) throw new Error('CHROMIUM_PATH is not set: run the browser journeys through `npm run e2e`');
    t = await startTestServer({ start, console: true });
    browser = await chromium.launch({ executablePath, args: flags });
  });
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await browser?.close();
    await t?.stop();
  });
  return {
    get t() {
      return t;
    },
    open: async (user, path, size = 'office') => {
      const context = await browser.newContext({ viewport: sizes[size], locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
      context.setDefaultTimeout(20_000);
      contexts.push(context);
      if (user) await context.addCookies([cookieOf(user, t.url)]);
      const page = await context.newPage();
      page.on('pageerror', (error) => {
        throw error;
      });
      page.on('response', (answer) => {
        if (answer.status() >= 500)
          throw new Error(`${answer.request().method()} ${answer.url()} → ${answer.status()}`);
      });
      await page.goto(t.url + path);
      return page;
    },
  };
}

function cookieOf(user: TestUser, url: string) {
  const [name = '', value = ''] = user.cookie.split('=');
  return { name, value, url };
}

/** No accessibility fault of the WCAG 2.2 AA rules on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AxeBuilder.source); // by the debugger: the page's own policy lets no inline script in
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const result = await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)} (${nodes.length})`);
  });
  expect(violations).toEqual([]);
}

/** The page itself never scrolls sideways; what is wider than the screen scrolls in its own box. */
export async function expectNoSideways(page: Page): Promise<void> {
  const beyond = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll('main *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return [`${scrollWidth} > ${clientWidth}`, ...wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 120))];
  });
  expect(beyond).toEqual([]);
}

/** Keeps a picture where QIANMO_SHOTS names a folder; for looking at, never compared. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.QIANMO_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
