import assert from 'node:assert/strict'
import { frameMs, leisureMs, PanelFeed } from '../../extension/editor/panel-feed.ts'

/** A feed with a clock of its own. */
function feed(): {
  readonly feed: PanelFeed<'answer' | 'usage'>
  readonly posts: string[]
  readonly timers: () => number
  visible: boolean
  readonly pass: (ms: number) => void
} {
  let now = 0
  const timers = new Map<number, { at: number; run: () => void }>()
  let last = 0
  const posts: string[] = []
  const state = { visible: true }
  const made = new PanelFeed<'answer' | 'usage'>({
    all: ['answer', 'usage'],
    isVisible: () => state.visible,
    post: (sections) => posts.push([...sections].sort().join()),
    after: (ms, run) => {
      const id = ++last
      timers.set(id, { at: now + ms, run })
      return () => timers.delete(id)
    },
  })
  return {
    feed: made,
    posts,
    timers: () => timers.size,
    get visible() {
      return state.visible
    },
    set visible(visible) {
      state.visible = visible
    },
    pass: (ms) => {
      for (const end = now + ms; now < end; now++) {
        for (const [id, { at, run }] of timers) {
          if (at > now + 1) continue
          timers.delete(id)
          run()
        }
      }
    },
  }
}

describe('what is posted to the panel', () => {
  it('is everything once the page runs, then only what changed', () => {
    const { feed: one, posts, pass } = feed()
    one.changed('answer')
    pass(100)
    assert.deepEqual(posts, [], 'there is no page yet')
    one.opened()
    assert.deepEqual(posts, ['answer,usage'], 'without waiting for a frame')
    pass(frameMs)
    one.changed('usage')
    pass(frameMs)
    assert.deepEqual(posts, ['answer,usage', 'usage'])
  })

  it('goes out at most once a frame, however much happens', () => {
    const { feed: one, posts, pass } = feed()
    one.opened()
    for (let ms = 0; ms < 10 * frameMs; ms++) {
      for (let token = 0; token < 5; token++) one.changed('answer')
      pass(1)
    }
    assert.equal(posts.length, 1 + 10)
  })

  it('is nothing while the panel is hidden: no post, no timer; and what changed meanwhile afterwards', () => {
    const one = feed()
    one.feed.opened()
    one.pass(frameMs)
    one.feed.changed('answer')
    one.feed.changedAtLeisure('usage')
    one.visible = false
    one.feed.closed()
    assert.equal(one.timers(), 0)
    for (let token = 0; token < 1000; token++) one.feed.changed('answer')
    one.feed.changedAtLeisure('usage')
    one.pass(2 * leisureMs)
    assert.deepEqual([one.posts.length, one.timers()], [1, 0])
    one.visible = true
    one.feed.opened()
    one.pass(frameMs)
    assert.deepEqual(one.posts, ['answer,usage', 'answer,usage'])
  })

  it('waits with what comes from typing, and holds nothing else up', () => {
    const { feed: one, posts, pass } = feed()
    one.opened()
    pass(frameMs)
    for (let key = 0; key < 20; key++) {
      one.changedAtLeisure('usage')
      if (key === 5) one.changed('answer')
      pass(leisureMs / 20)
    }
    pass(frameMs)
    assert.deepEqual(posts, ['answer,usage', 'answer', 'usage'])
  })
})
