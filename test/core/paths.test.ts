import assert from 'node:assert/strict'
import { isSecretFile, pathPolicy } from '../../extension/core/paths.ts'

describe('paths', () => {
  it('never reads files that hold secrets by their name', () => {
    for (const path of [
      '.env',
      '.env.local',
      'config/production.env',
      '.envrc',
      'server.pem',
      'certs/CA.CRT',
      'key.p12',
      'home/.ssh/config',
      '.ssh/id_ed25519.pub',
      'id_rsa',
      'deploy_rsa',
      'project/.npmrc',
      '.netrc',
      '.pypirc',
      '.git-credentials',
      'home/.aws/credentials',
      '.kube/config',
      '.docker/config.json',
      'terraform.tfstate.backup',
      'prod.tfvars',
      'credentials.json',
      'my-service-account.json',
      'client_secret_123.json',
      'secrets.yaml',
      'C:\\work\\project\\.env',
    ])
      assert.ok(isSecretFile(path), path)
  })

  it('reads source files whose names only sound like it', () => {
    for (const path of [
      'src/credentials.ts',
      'secrets.py',
      'environment.ts',
      'env.ts',
      'src/env/index.ts',
      'key.ts',
      'keyboard.js',
      'pem.test.ts',
      'tokenizer.json',
      'package.json',
      'config.json',
      'docs/secret-sharing.md',
    ])
      assert.ok(!isSecretFile(path), path)
  })

  it('leaves out what the user excludes', () => {
    const reason = pathPolicy([
      '*.generated.ts',
      'vendor',
      'src/private/**',
      '/docs/',
      ' ',
      '{a,b}/*.py',
      '**/tmp/x?.js',
    ])
    for (const path of [
      'a.generated.ts',
      'deep/er/a.generated.ts',
      'vendor/a.js',
      'lib/vendor/deep/a.js',
      'src/private/a/b.ts',
      'docs/a.md',
      'a/x.py',
      'tmp/x1.js',
      'a/b/tmp/x1.js',
      'src\\private\\a.ts',
      './docs/a.md',
    ])
      assert.equal(reason(path), 'excluded-path', path)
    for (const path of [
      'a.ts',
      'vendors/a.js',
      'other/src/private/a.ts',
      'x/docs/a.md',
      'c/x.py',
      'a/b/x.py',
      'tmp/x.js',
    ])
      assert.equal(reason(path), undefined, path)
  })

  it('calls a secret a secret even where it is excluded', () => assert.equal(pathPolicy(['**'])('.env'), 'secret-file'))
})
