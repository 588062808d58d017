/**
 * Bundles what runs inside VS Code: `dist/main.cjs` and `dist/controls.cjs` (extension host; the second is loaded after
 * the activation, `dist/asks.cjs` with the first ask), `dist/host.cjs` (the model host, a forked child process),
 * `dist/store.cjs` (the thread of the ledger), `dist/index.cjs` (the thread of the search index), and what the panel's
 * page loads, `dist/panel.js` and `dist/panel.css`. The command line and the tests need no build: Node runs their
 * TypeScript as it is.
 *
 * node esbuild.mjs [--minify] [--watch]
 */
import { build, context } from 'esbuild'

const minify = process.argv.includes('--minify')

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  // The Node of the oldest VS Code in `engines.vscode`.
  target: 'node24',
  format: 'cjs',
  minify,
  sourcemap: minify ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  // `import.meta.url` is empty in a CommonJS bundle: this makes it the bundle's own address.
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
}

/** What the extension loads with the first ask: a file of its own, so that the activation does not read the client's megabyte. */
const late = [
  'engines/asks/service',
  'engines/asks/complete',
  'engines/flagship/client',
  'engines/asks/load-prompts',
  'core/commands/find-command',
]

/** @type {import('esbuild').Plugin} */
const split = {
  name: 'late',
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`/(${late.join('|')})\\.ts$`) }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './asks.cjs', external: true } : undefined,
    )
    onResolve({ filter: /\/controls\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './controls.cjs', external: true } : undefined,
    )
  },
}

/** @type {import('esbuild').BuildOptions} */
const inEditor = {
  ...common,
  external: ['vscode'],
  plugins: [split],
  // A dynamic import of CommonJS would be Node's own, which VS Code does not always allow.
  supported: { 'dynamic-import': false },
}

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  { ...inEditor, entryPoints: ['extension/main.ts'], outfile: 'dist/main.cjs' },
  { ...inEditor, entryPoints: ['extension/main/controls.ts'], outfile: 'dist/controls.cjs' },
  {
    ...common,
    stdin: {
      contents: late.map((name) => `export * from './extension/${name}.ts'`).join('\n'),
      resolveDir: import.meta.dirname,
    },
    outfile: 'dist/asks.cjs',
  },
  {
    ...common,
    entryPoints: ['extension/engines/host/main.ts'],
    outfile: 'dist/host.cjs',
    // Native and WASM files are found next to the packages' own code, so these stay packages.
    external: ['onnxruntime-node', 'onnxruntime-web'],
  },
  { ...common, entryPoints: ['extension/engines/store/worker.ts'], outfile: 'dist/store.cjs' },
  {
    ...common,
    entryPoints: ['extension/engines/retrieval/worker.ts'],
    outfile: 'dist/index.cjs',
    // Its WebAssembly lies next to it.
    external: ['@vscode/tree-sitter-wasm'],
  },
  {
    entryPoints: { panel: 'webview/main.ts' },
    outdir: 'dist',
    bundle: true,
    format: 'iife',
    // The Chromium of the oldest VS Code in `engines.vscode`.
    target: 'chrome142',
    loader: { '.svg': 'text' },
    minify,
    sourcemap: minify ? false : 'linked',
    legalComments: 'eof',
    logLevel: 'warning',
  },
]

if (process.argv.includes('--watch')) {
  for (const options of bundles) await (await context({ ...options, logLevel: 'info' })).watch()
} else {
  await Promise.all(bundles.map((options) => build(options)))
}
