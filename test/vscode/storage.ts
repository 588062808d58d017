import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { storeFileName } from '../../extension/engines/store/store-file.ts'
import type { Editor } from './editor.ts'

/** Where VS Code lets the extension keep files that all windows share. */
export async function storageFolder({ data }: Pick<Editor, 'data'>): Promise<string> {
  const folders = await readdir(data, { recursive: true, encoding: 'utf8' })
  const user = folders.find((folder) => folder.endsWith('globalStorage'))
  const folder = path.join(data, user ?? 'data/User/globalStorage', 'shortline.shortline')
  await mkdir(folder, { recursive: true })
  return folder
}

/** The ledger of all windows. */
export async function ledgerFile(editor: Pick<Editor, 'data'>): Promise<string> {
  return path.join(await storageFolder(editor), storeFileName)
}
