import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Parts that many pages share get a chunk of their own, loaded on first need and kept. */
const groups = [
  { name: 'react', test: /node_modules\/(?:react|react-dom|scheduler)\//, priority: 50 },
  { name: 'shapes', test: /node_modules\/zod\/|\/values\/|\/platform\/contract\//, priority: 40 },
  { name: 'router', test: /node_modules\/@tanstack\//, priority: 40 },
  { name: 'charts', test: /node_modules\/(?:echarts|zrender)\//, priority: 40 },
  { name: 'antd', test: /node_modules\/(?:antd|@ant-design|@rc-component|rc-[a-z]+|@emotion|dayjs)\//, priority: 30 },
  { name: 'plain', test: /\/(?:ui\/(?:plain|i18n)|client)\//, priority: 20 },
  { name: 'register', test: /\/ui\/office\/register\//, priority: 25 },
  { name: 'forms', test: /\/ui\/office\/form\//, priority: 25 },
  { name: 'records', test: /\/ui\/office\/record\//, priority: 25 },
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
