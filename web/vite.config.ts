import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The page is served by `calcimap serve`; for work on it, `vite --config web/vite.config.ts` forwards the API there. */
const SERVICE = 'http://127.0.0.1:4280';

/**
 * The codec library hides `fetch` and Node's `require` in eval, which the page's policy forbids. The calls are written out
 * instead; a version of the library that has other ones stops the build.
 */
const withoutEval = (): Plugin => ({
  name: 'codecs-without-eval',
  transform(code, id) {
    if (!id.includes('dcmjs-codecs.min.js')) return null;
    const plain = code
      .replace('eval("fetch(this.webAssemblyModulePathOrUrl || wasmFilename)")', 'fetch(this.webAssemblyModulePathOrUrl || wasmFilename)')
      .replaceAll(/eval\("require\('(?:fs|path)'\)"\)/g, 'null');
    if (/\beval\(/.test(plain) || plain === code) this.error('dcmjs-codecs calls eval in a way that is not known: look at withoutEval');
    return { code: plain, map: null };
  },
});

/**
 * The page's own policy, so that a static copy without our server is held to it too (the server sends the same and more):
 * no inline script, nothing from or to another place.
 */
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'";
const withPolicy = (): Plugin => ({
  name: 'policy-in-the-page',
  apply: 'build',
  transformIndexHtml: (page) => ({
    html: page,
    tags: [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }],
  }),
});

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), withoutEval(), withPolicy()],
  worker: { format: 'es', plugins: () => [withoutEval()] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // everything is a file of its own: the page's policy allows no inline script
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 4000,
  },
  server: { host: '127.0.0.1', proxy: { '/api': SERVICE } },
});
