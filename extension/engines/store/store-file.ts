/** Where VS Code keeps this extension's own files; the command line shares the ledger with it. */
import { homedir } from 'node:os'
import path from 'node:path'

export const storeFileName = 'store.db'

/** `store.db` of a desktop VS Code of this user. */
export function storeFile(
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
  env: NodeJS.ProcessEnv = process.env,
): string {
  const settings =
    platform === 'win32'
      ? (env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'))
      : platform === 'darwin'
        ? path.join(home, 'Library', 'Application Support')
        : (env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'))
  return path.join(settings, 'Code', 'User', 'globalStorage', 'shortline.shortline', storeFileName)
}
