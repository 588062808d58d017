/** Which files are worth searching in, by name, size and content. */
import { extensionOf } from './languages.ts'

export const mostBytes = 1_000_000
/** Data rather than text beyond this. */
const mostDataBytes = 50_000

const data = new Set([
  'json',
  'jsonl',
  'ndjson',
  'csv',
  'tsv',
  'xml',
  'svg',
  'geojson',
  'ipynb',
  'txt',
  'log',
  'snap',
  'yaml',
  'yml',
  'toml',
  'po',
  'sql',
])

const binary = new Set(
  (
    'png jpg jpeg gif bmp ico webp avif tif tiff psd heic mp3 mp4 m4a wav ogg flac avi mov mkv webm pdf zip gz tgz bz2 xz zst 7z rar ' +
    'tar jar war class o a so dll dylib exe bin dat wasm node pyc pyo pyd whl egg woff woff2 ttf otf eot onnx pt pth safetensors gguf ' +
    'npy npz pkl parquet arrow db sqlite sqlite3 mo pack idx vsix deb rpm dmg iso doc docx xls xlsx ppt pptx'
  ).split(' '),
)

/** Written by tools for tools. */
const generatedNames = [
  /^(package-lock|npm-shrinkwrap|composer\.lock|deno\.lock)(\.json)?$/,
  /^(yarn|pnpm-lock|poetry|pipfile|cargo|gemfile|uv|bun|go\.sum|flake)(\.lock|\.yaml|\.lockb)?$/,
  /[.-]min\.(js|cjs|mjs|css)$|\.(map|lock|snap|bundle\.js|tsbuildinfo)$/,
  /_pb2(_grpc)?\.pyi?$|\.pb\.go$|\.g\.dart$|\.designer\.cs$/,
]

export type Unsuitable = 'binary' | 'too-large' | 'generated'

/** By what is known before the file is read. */
export function unsuitableByName(path: string, bytes: number): Unsuitable | undefined {
  const extension = extensionOf(path)
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  if (binary.has(extension)) return 'binary'
  if (generatedNames.some((pattern) => pattern.test(name))) return 'generated'
  if (bytes > mostBytes || (data.has(extension) && bytes > mostDataBytes)) return 'too-large'
  return undefined
}

const generatedMark =
  /@generated\b|\bgenerated\b.*\bdo not (edit|modify)\b|\b(auto-?generated|automatically generated|code generated) (by|from|file)\b/i

/** By its text: lines that nobody wrote by hand, or the mark that a tool leaves in the first lines. */
export function unsuitableByText(text: string): Unsuitable | undefined {
  if (text.includes('\0')) return 'binary'
  const head = text
    .slice(0, 1500)
    .split('\n', 12)
    .filter((line) => /^\s*(\/[/*]|\*|#|--|<!--|"""|;)/.test(line))
  if (head.some((line) => generatedMark.test(line))) return 'generated'
  if (text.length > 5000) {
    const lines = text.split('\n')
    const long = lines.reduce((sum, line) => sum + (line.length > 500 ? line.length : 0), 0)
    if (text.length / lines.length > 200 || long > text.length * 0.8) return 'generated'
  }
  return undefined
}
