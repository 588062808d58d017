import { defineConfig } from 'eslint/config'
import eslint from '@eslint/js'
import tseslint from 'typescript-eslint'

/** The layers: who may import what. `test/tidy.test.ts` holds the same rules without a linter. */
const forbid = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
})

const pure = 'core is data and functions: no clock, no randomness. Take it as an argument.'

export default defineConfig(
  {
    ignores: [
      'dist/',
      '.vscode-test/',
      '.cache/',
      'models/.venv/',
      'models/.work/',
      'test/workspace/',
      'test/cases/',
      'test/recordings/',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // A `!` on an index that a loop bounds is clearer than a branch that can't be taken.
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
    },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: {
      globals: { process: false, console: false, URL: false, require: false, exports: true, module: true },
    },
  },
  {
    files: ['extension/core/**/*.ts'],
    rules: {
      ...forbid(
        ['^[^.]', 'core imports nothing outside core.'],
        ['/(engines|editor|webview)/', 'core imports nothing outside core.'],
      ),
      'no-restricted-globals': ['error', { name: 'performance', message: pure }, { name: 'process', message: pure }],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: pure },
        { object: 'Math', property: 'random', message: pure },
      ],
    },
  },
  {
    files: ['extension/engines/**/*.ts'],
    rules: forbid(
      ['^vscode$', 'engines does not know the editor.'],
      ['/(editor|webview)/', 'engines imports core and engines.'],
    ),
  },
  {
    files: ['extension/editor/**/*.ts'],
    rules: forbid(['/engines/', 'editor and engines never meet: main.ts joins them.']),
  },
  {
    files: ['webview/**/*.ts'],
    rules: forbid(
      ['^vscode$', 'a webview has no vscode module.'],
      ['/(core|engines|editor)/', 'webview shares types only through webview/protocol.ts.'],
    ),
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-floating-promises': 'error' } },
)
