/** Globs of folders and files that are not searched, as `files.exclude` and `search.exclude` have them. */

/** What VS Code excludes by default, for where no VS Code says. */
export const defaultExcludes: readonly string[] = [
  '**/.git',
  '**/.svn',
  '**/.hg',
  '**/.DS_Store',
  '**/Thumbs.db',
  '**/node_modules',
  '**/bower_components',
  '**/*.code-search',
]

/** Written by tools; nobody's own code, even where no `.gitignore` says so. */
export const alwaysExcluded: readonly string[] = [
  '**/.git',
  '**/node_modules',
  '**/__pycache__',
  '**/.venv',
  '**/.tox',
  '**/.mypy_cache',
  '**/.pytest_cache',
]
