import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { isLanguageOn, settingChecks } from '../../extension/core/settings.ts'
import type { SettingName } from '../../extension/core/settings.ts'

interface Setting {
  default: unknown
  type: string
  enum?: string[]
  scope?: string
  order?: number
  markdownDescription?: string
}

interface Manifest {
  contributes: {
    configuration: { properties: Record<string, Setting> }
    commands: { command: string }[]
  }
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } }
}

const root = path.resolve(import.meta.dirname, '../..')
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest
const { properties } = manifest.contributes.configuration
const names = Object.keys(settingChecks) as SettingName[]

describe('settings', () => {
  it('are those of the manifest, all of them', () => {
    assert.deepEqual(names.map((name) => `shortline.${name}`).sort(), Object.keys(properties).sort())
  })

  it('accept the manifest’s defaults and choices', () => {
    for (const name of names) {
      const setting = properties[`shortline.${name}`]!
      for (const value of [setting.default, ...(setting.enum ?? [])]) {
        assert.ok(settingChecks[name](value), `${name} ${JSON.stringify(value)}`)
      }
    }
  })

  it('refuse values of another kind', () => {
    const wrong: Record<SettingName, unknown[]> = {
      enabled: ['yes', undefined],
      languages: [[], { python: 'on' }, null],
      threshold: ['0.5', -0.1, 1.1, Number.NaN],
      adapt: ['yes', 1],
      exclude: ['**/*.ts', [1]],
      engine: ['gpu', undefined],
      threads: [1.5, -1, 65, '2'],
      provider: ['gpu', null],
      modelPath: [null, 7],
      pace: ['slow'],
      besideOthers: [true],
      multiLine: ['always', true],
      mode: ['Auto', ''],
      'endpoint.preset': ['openAI', null],
      'endpoint.baseUrl': ['api.example.com', 'file:///etc/passwd', 'https://user:pw@example.com', 'http://', 7],
      'endpoint.apiStyle': ['completions'],
      models: [{ rag: 'a' }, { direct: 'a', rag: '', code: 'c', plan: 'd', completion: 'e' }, [], 'gpt'],
      'caps.tokensPerQuery': [0, 1.5, 300_000, Infinity],
      'caps.asksPerHour': [-1, 0.5, Number.NaN],
      'caps.usdPerDay': [-0.01, Infinity, '5'],
      apiShare: [1.01, -1],
      prices: [{ m: { input: 1 } }, { m: { input: -1, output: 1 } }, { m: { input: 1, output: 1, fee: 2 } }, []],
      'compare.completions': [0.21, -0.01, 'all'],
      'statusBar.click': ['toggle'],
      'index.enabled': ['on', 1],
      'budget.cpuPercent': [0, 101, 2.5],
      'budget.memoryMb': [-1, '400'],
    }
    for (const name of names) {
      for (const value of wrong[name]) assert.ok(!settingChecks[name](value), `${name} ${JSON.stringify(value)}`)
    }
  })

  it('that choose what runs are not for an untrusted workspace to decide', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations
    for (const name of ['modelPath', 'engine', 'mode']) assert.ok(restricted.includes(`shortline.${name}`), name)
  })

  it('that say where asks go and what they may cost are the user’s alone, in every workspace', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations
    const guarded = names.filter((name) =>
      /^(endpoint\.|caps\.)|^(models|prices|apiShare|compare\.completions)$/.test(name),
    )
    assert.equal(guarded.length, 10)
    for (const name of guarded) {
      assert.equal(properties[`shortline.${name}`]!.scope, 'application', name)
      assert.ok(restricted.includes(`shortline.${name}`), name)
    }
  })

  it('stand in the manifest with a text, a place, a scope and a range', () => {
    const places = new Set<number>()
    for (const [name, setting] of Object.entries(properties)) {
      assert.ok(setting.markdownDescription && setting.scope && setting.order, name)
      places.add(setting.order)
      if (['number', 'integer'].includes(setting.type)) assert.ok('minimum' in setting && 'maximum' in setting, name)
    }
    assert.equal(places.size, names.length)
  })

  it('turn languages on and off, by name or all others', () => {
    assert.equal(isLanguageOn({ python: false, '*': true }, 'python'), false)
    assert.equal(isLanguageOn({ python: true, '*': false }, 'python'), true)
    assert.equal(isLanguageOn({ python: true, '*': false }, 'markdown'), false)
    assert.equal(isLanguageOn({}, 'markdown'), true)
  })
})

describe('commands', () => {
  it('of the manifest are registered, and no others under our name', () => {
    const editor = path.join(root, 'extension/editor')
    const source = readdirSync(editor)
      .map((file) => readFileSync(path.join(editor, file), 'utf8'))
      .join('\n')
    const named = /^\s*'(shortline\.\w+)':|registerCommand\('(shortline\.\w+)'/gm
    const registered = [...source.matchAll(named)].map((match) => match[1] ?? match[2])
    assert.deepEqual(registered.sort(), manifest.contributes.commands.map(({ command }) => command).sort())
  })
})
