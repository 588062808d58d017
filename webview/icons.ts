/*! Icons: Visual Studio Code Codicons, © Microsoft Corporation, CC BY 4.0. */
import arrowSwap from '@vscode/codicons/src/icons/arrow-swap.svg'
import check from '@vscode/codicons/src/icons/check.svg'
import circle from '@vscode/codicons/src/icons/circle-large.svg'
import comment from '@vscode/codicons/src/icons/comment.svg'
import copy from '@vscode/codicons/src/icons/copy.svg'
import diff from '@vscode/codicons/src/icons/diff.svg'
import error from '@vscode/codicons/src/icons/error.svg'
import exportIcon from '@vscode/codicons/src/icons/export.svg'
import gitCompare from '@vscode/codicons/src/icons/git-compare.svg'
import graph from '@vscode/codicons/src/icons/graph.svg'
import info from '@vscode/codicons/src/icons/info.svg'
import insert from '@vscode/codicons/src/icons/insert.svg'
import json from '@vscode/codicons/src/icons/json.svg'
import listTree from '@vscode/codicons/src/icons/list-tree.svg'
import markdown from '@vscode/codicons/src/icons/markdown.svg'
import play from '@vscode/codicons/src/icons/play.svg'
import refresh from '@vscode/codicons/src/icons/refresh.svg'
import stop from '@vscode/codicons/src/icons/debug-stop.svg'
import trash from '@vscode/codicons/src/icons/trash.svg'
import unfold from '@vscode/codicons/src/icons/unfold.svg'
import warning from '@vscode/codicons/src/icons/warning.svg'

const icons: Readonly<Record<string, string>> = {
  'arrow-swap': arrowSwap,
  check,
  circle,
  comment,
  copy,
  diff,
  error,
  export: exportIcon,
  'git-compare': gitCompare,
  graph,
  info,
  insert,
  json,
  'list-tree': listTree,
  markdown,
  play,
  refresh,
  stop,
  trash,
  unfold,
  warning,
}

/** SVG text, from the package and never from outside. */
export function iconSource(name: string): string {
  const source = icons[name]
  if (source === undefined) throw new Error(`The panel has no icon ${name}`)
  return source
}
