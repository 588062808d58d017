/** The defaults of the extension's settings, from where they stand: `package.json`. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { SettingName, Settings } from '../../core/settings.ts'

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> }
  }
}

/** @param root folder with package.json */
export function defaultSettings(root: string): Settings {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest
  const { properties } = manifest.contributes.configuration
  const entries = Object.entries(properties).map(([name, { default: value }]) => [
    name.replace('shortline.', ''),
    value,
  ])
  return Object.fromEntries(entries) as Record<SettingName, unknown> as Settings
}
