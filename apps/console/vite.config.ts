import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const own = (pattern: RegExp) => (id: string) => !id.includes('node_modules') && pattern.test(id);

/** Parts that many pages share get a chunk of their own, loaded on first need and kept; lower layers take first. */
const groups = [
  { name: 'react', test: /node_modules\/(?:react|react-dom|scheduler)\//, priority: 90 },
  {
    name: 'shapes',
    test: (id: string) =>
      /node_modules\/zod\//.test(id) ||
      own(/\/(?:values\/|platform\/contract\/(?:operation|problem|finding|session|roles)\.ts)/)(id),
    priority: 80,
  },
  { name: 'plain', test: own(/\/(?:ui\/(?:plain|i18n)|client)\//), priority: 70 },
  { name: 'router', test: /node_modules\/@tanstack\//, priority: 60 },
  { name: 'charts', test: /node_modules\/(?:echarts|zrender)\//, priority: 60 },
  { name: 'antd', test: /node_modules\/(?:antd|@ant-design|@rc-component|@emotion|dayjs)\//, priority: 50 },
  { name: 'office', test: own(/\/ui\/office\/(?!index\.ts)[^/]+$/), priority: 40 },
  { name: 'forms', test: own(/\/ui\/office\/(?:form|evidence)\//), priority: 30 },
  { name: 'register', test: own(/\/ui\/office\/register\//), priority: 20 },
  { name: 'records', test: own(/\/ui\/office\/record\//), priority: 10 },
];

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  build: {
    manifest: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: process.env.QIANMO_URL ?? 'http://127.0.0.1:8080', changeOrigin: false } },
  },
});
