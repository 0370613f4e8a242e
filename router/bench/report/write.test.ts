import { describe, expect, it } from 'vitest'
import { chart } from './chart.ts'
import { markdownTable } from './table.ts'
import { insertFigures } from './write.ts'

const marks = ['<!-- figures: written by npm run bench:router, do not edit -->', '<!-- end of figures -->'] as const

describe('insertFigures', () => {
  it('replaces what stands between the marks, and nothing else', () => {
    const readme = `before\n${marks[0]}\nold\n${marks[1]}\nafter`
    const once = insertFigures(readme, 'new')
    expect(once).toBe(`before\n${marks[0]}\n\nnew\n\n${marks[1]}\nafter`)
    expect(insertFigures(once, 'new')).toBe(once)
  })

  it('refuses a text without marks', () => {
    expect(() => insertFigures('nothing here', 'new')).toThrow('lost the marks')
  })
})

describe('markdownTable', () => {
  it('aligns figures to the right', () => {
    expect(markdownTable(['', 'a'], [['x', '1']])).toBe('|  | a |\n| --- | ---: |\n| x | 1 |')
  })
})

describe('chart', () => {
  const svg = chart(
    [
      {
        title: 'Heavy <query>',
        unit: 'requests a second',
        bars: [
          { label: 'this & that', value: 200, ours: true },
          { label: 'other', value: 100, ours: false },
        ],
      },
    ],
    'a machine',
  )

  it('draws bars in proportion', () => {
    const lengths = [...svg.matchAll(/<rect class="(\w+)"[^>]* width="([\d.]+)"/g)].map(([, who, length]) => [
      who,
      Number(length),
    ])
    expect(lengths.map(([who]) => who)).toEqual(['ours', 'other'])
    expect(Number(lengths[0]?.[1])).toBeCloseTo(2 * Number(lengths[1]?.[1]))
  })

  it('escapes its texts', () => {
    expect(svg).toContain('Heavy &lt;query&gt;')
    expect(svg).toContain('this &amp; that')
  })
})
