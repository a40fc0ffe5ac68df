import { defineConfig } from 'vitest/config';
import { suites } from './tools/test/suites.ts';

export default defineConfig({
  test: {
    projects: suites.map(({ name, include, exclude, settings }) => ({
      test: { name, include: [...include], exclude: ['**/node_modules/**', '**/dist/**', ...exclude], ...settings },
    })),
  },
});
