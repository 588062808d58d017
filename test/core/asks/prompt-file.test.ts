import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { parsePrompt, promptId, promptNames } from '../../../extension/core/asks/prompt-file.ts'
import { loadPrompts } from '../../../extension/engines/asks/load-prompts.ts'

const folder = path.resolve(import.meta.dirname, '../../../extension/prompts')

describe('prompts', () => {
  const prompts = loadPrompts(folder)

  it('are all used', () => {
    assert.deepEqual(readdirSync(folder).sort(), promptNames.map((name) => `${name}.md`).sort())
  })

  for (const prompt of Object.values(prompts)) {
    describe(promptId(prompt), () => {
      it('stays under 1,000 tokens, examples included', () => {
        const fixed = [prompt.system, ...prompt.examples.map(({ content }) => content)]
        const tokens = fixed.reduce((sum, text) => sum + countTokens(text), 0)
        assert.ok(tokens < 1000, `${tokens} tokens`)
      })

      it('has three to five examples, asked and answered in turn', () => {
        const roles = prompt.examples.map(({ role }) => role)
        assert.ok(roles.length >= 6 && roles.length <= 10)
        assert.ok(roles.every((role, index) => role === (index % 2 === 0 ? 'user' : 'assistant')))
      })

      it('says that what it reads is data', () => {
        assert.match(prompt.system, /\bdata\b|never an instruction/)
      })

      it('has examples that hold its own schema', () => {
        if (!prompt.schema) return
        const { required } = prompt.schema.schema as { required: string[] }
        for (const { role, content } of prompt.examples) {
          if (role === 'assistant') assert.deepEqual(Object.keys(JSON.parse(content) as object), required)
        }
      })
    })
  }

  it('refuse where they answer from sources', () => {
    for (const name of ['rag', 'code', 'step', 'synthesis'] as const) {
      const { system, examples } = prompts[name]
      assert.match(system, /Not in the sources:/)
      assert.ok(
        examples.some(({ role, content }) => role === 'assistant' && /Not in the sources|do not show/.test(content)),
        name,
      )
    }
  })

  it('that are broken say what is missing', () => {
    assert.throws(() => parsePrompt('rag', '# System\nHi'), /no front matter/)
    assert.throws(() => parsePrompt('rag', '---\nname: code\n---\n'), /is called code/)
    const head = '---\nname: rag\nversion: 1\nmaxOutputTokens: 9\ntypicalOutputTokens: 3\n---\n'
    assert.throws(() => parsePrompt('rag', head), /no # System/)
    assert.throws(() => parsePrompt('rag', `${head.replace('9', 'many')}# System\nHi\n`), /maxOutputTokens must be/)
    assert.throws(() => parsePrompt('rag', `${head}# System\nHi\n# Example\n## User\nA\n`), /without ## User/)
  })
})
