/** VS Code language ids of the files in case sets, by file name. */
const byExtension: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescriptreact',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascriptreact',
  py: 'python',
  vue: 'vue',
}

export function languageOf(path: string, otherwise = 'plaintext'): string {
  return byExtension[path.slice(path.lastIndexOf('.') + 1)] ?? otherwise
}
