import assert from 'node:assert/strict'
import { endpointOf, endpoints, originOf } from '../../extension/core/endpoints.ts'
import { settingChecks } from '../../extension/core/settings.ts'

const settings = { 'endpoint.preset': 'openai', 'endpoint.baseUrl': '', 'endpoint.apiStyle': 'auto' } as const

describe('endpoints', () => {
  it('are the preset’s unless the settings say otherwise', () => {
    assert.deepEqual(endpointOf(settings), endpoints.openai)
    const own = endpointOf({ ...settings, 'endpoint.baseUrl': 'http://127.0.0.1:9/v1/', 'endpoint.apiStyle': 'chat' })
    assert.deepEqual(own, { ...endpoints.openai, baseUrl: 'http://127.0.0.1:9/v1', apiStyle: 'chat', needsKey: false })
  })

  it('have no address until one is named where the preset can’t know it', () => {
    assert.equal(endpointOf({ ...settings, 'endpoint.preset': 'azure' }), undefined)
    assert.equal(endpointOf({ ...settings, 'endpoint.preset': 'custom' }), undefined)
    const azure = endpointOf({ ...settings, 'endpoint.preset': 'azure', 'endpoint.baseUrl': 'https://a.example/v1' })
    assert.equal(azure?.needsKey, true)
  })

  it('of the presets are addresses that the settings would accept, encrypted unless on this machine', () => {
    for (const { baseUrl } of Object.values(endpoints)) {
      assert.ok(settingChecks['endpoint.baseUrl'](baseUrl), baseUrl)
      assert.match(baseUrl, /^$|^https:\/\/|^http:\/\/127\.0\.0\.1:/)
    }
  })

  it('share a key only with the same scheme, host and port', () => {
    assert.equal(originOf('https://api.openai.com/v1'), originOf('https://api.openai.com/v2'))
    assert.notEqual(originOf('https://api.openai.com/v1'), originOf('http://api.openai.com/v1'))
    assert.notEqual(originOf('http://127.0.0.1:80/v1'), originOf('http://127.0.0.1:8080/v1'))
  })
})
