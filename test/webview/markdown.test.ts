import assert from 'node:assert/strict'
import { AnswerNodes } from '../../webview/answer-text.ts'
import { visible, webAddress } from '../../webview/inert.ts'
import { markdown } from '../../webview/markdown.ts'
import { h, textOf, type Element, type Node } from '../../webview/vnode.ts'

const noSources = (): undefined => undefined

/** `p(one strong(two))` for a glance. */
function outline(nodes: readonly Node[]): string {
  return nodes
    .map((node) => (typeof node === 'string' ? node : `${node.tag}(${outline(node.children)})`))
    .join('')
    .replaceAll('\n', ' ')
}

function all(nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node) => (typeof node === 'string' ? [] : [node, ...all(node.children)]))
}

describe('Markdown in the panel', () => {
  it('becomes elements', () => {
    assert.equal(outline(markdown('One **two** `three`', noSources)), 'p(One strong(two) code(three))')
    assert.equal(outline(markdown('3. a\n4. b', noSources)), 'ol(li(a)li(b))')
    assert.equal(markdown('3. a', noSources).map((node) => (node as Element).attributes.start)[0], '3')
    assert.equal(outline(markdown('# Title', noSources)), 'h3(Title)')
    assert.equal(
      outline(markdown('|a|b|\n|-|-|\n|1|2|', noSources)),
      'div(table(thead(tr(th(a)th(b)))tbody(tr(td(1)td(2)))))',
    )
  })

  it('leaves HTML and links to anything but web pages as text', () => {
    assert.equal(outline(markdown('<b onclick="x">hi</b>', noSources)), 'p(<b onclick="x">hi</b>)')
    for (const link of ['[a](command:x)', '[a](javascript:x)', '[a](file:///x)', '[a](data:text/html,x)', '<vscode:x>'])
      assert.equal(outline(markdown(link, noSources)), `p(${link})`)
  })

  it('sends web links to the host, and never loads a picture', () => {
    const [link] = all(markdown('[a](https://example.com/x)', noSources)).filter(({ tag }) => tag === 'button')
    assert.deepEqual(link?.action, { type: 'browse', url: 'https://example.com/x' })
    const picture = markdown('![alt](https://example.com/x.png)', noSources)
    assert.equal(outline(picture), 'p(span(![alt](https://example.com/x.png)))')
  })

  it('makes citations of sources that exist', () => {
    const cite = (number: number, text: string): Node | undefined => (number < 3 ? h('b', {}, text) : undefined)
    assert.equal(outline(markdown('see [1], [2][1] and [3]', cite)), 'p(see b([1]), b([2])b([1]) and [3])')
  })

  it('stays quick on text made to be slow', () => {
    const time = (text: string): number => {
      const begun = performance.now()
      markdown(text, noSources)
      return performance.now() - begun
    }
    const plain = Math.max(1, time('some words and more of them\n'.repeat(290)), time('some words\n'.repeat(700)))
    for (const unit of ['[', '*a_', '> ', '![', '`', '- ', '|a', '<', '&', '[a](', '**', '\\']) {
      const ms = time(unit.repeat(8000 / unit.length))
      assert.ok(ms < 60 * plain, `${unit}: ${ms.toFixed(1)} ms, plain text ${plain.toFixed(1)} ms`)
    }
  })
})

describe('an answer as nodes', () => {
  it('keeps the nodes of finished blocks', () => {
    const answer = new AnswerNodes(noSources)
    answer.append('One.\n\nTwo.\n\n```js\nlet a\n```\n\nThree.\n\nFo')
    const before = answer.nodes()
    answer.append('ur.')
    const after = answer.nodes()
    assert.equal(after.length, before.length)
    for (const [index, node] of before.slice(0, -1).entries()) assert.equal(after[index], node, String(index))
    assert.match(textOf(after.at(-1)!), /Four\.$/)
  })

  it('gives the code of a block as it was written, controls included, however long it is', () => {
    const code = `a\u202e\n${'long line '.repeat(2000)}\n${'line\n'.repeat(4000)}end`
    const answer = new AnswerNodes(noSources)
    for (const piece of `Look:\n\`\`\`js\n${code}\n\`\`\`\nDone.`.match(/[\s\S]{1,997}/g)!) {
      answer.append(piece)
      answer.nodes()
    }
    const [block] = all(answer.nodes()).filter(({ attributes }) => attributes.class === 'code')
    assert.equal(answer.codeOf(block!.key!), code)
    assert.ok(textOf(block!).includes('a[U+202E]'))
  })
})

describe('inert text', () => {
  it('names the characters that act on a screen, and leaves the others', () => {
    assert.equal(visible('a\u001b[31mb\u202ec\u2066\u007f\u0085'), 'a␛[31mb[U+202E]c[U+2066]␡[U+0085]')
    const harmless = 'tab\tline\nπ 漢字 عربي \u200f👩‍👩‍👧'
    assert.equal(visible(harmless), harmless)
    assert.equal(visible('one\r\ntwo\rthree'), 'one\ntwo␍three')
  })

  it('takes only web addresses for addresses', () => {
    assert.equal(webAddress('https://example.com/ä?b=c#d'), 'https://example.com/%C3%A4?b=c#d')
    for (const other of [
      'command:x',
      'javascript:alert(1)',
      'httpx://a',
      'https:',
      '//a',
      'file:///a',
      ' https://a',
      '',
    ])
      assert.equal(webAddress(other), undefined, other)
  })
})
