/** The figures as one SVG: a panel a measurement, a bar a router. Readable on light and dark pages. */
export interface Panel {
  title: string
  unit: string
  bars: { label: string; value: number; ours: boolean }[]
}

const width = 760
const labelWidth = 330
const barHeight = 18
const gap = 6
const titleHeight = 30
const panelGap = 16
const longest = width - labelWidth - 90

export function chart(panels: readonly Panel[], caption: string): string {
  let y = panelGap
  const drawn: string[] = []
  for (const panel of panels) {
    drawn.push(drawPanel(panel, y))
    y += titleHeight + panel.bars.length * (barHeight + gap) + panelGap
  }
  const height = y + 24
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(caption)}">
<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .quiet { fill: #59636e }
  .ours { fill: #0b6e4f }
  .other { fill: #9aa4af }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .quiet { fill: #9198a1 }
    .ours { fill: #3fb68b }
    .other { fill: #656c76 }
  }
</style>
${drawn.join('\n')}
<text class="quiet" x="0" y="${height - 8}">${escapeXml(caption)}</text>
</svg>
`
}

function drawPanel({ title, unit, bars }: Panel, top: number): string {
  const most = Math.max(...bars.map(({ value }) => value))
  const lines = [
    `<text class="title" x="0" y="${top + 14}">${escapeXml(title)} <tspan class="quiet">(${unit})</tspan></text>`,
  ]
  for (const [nth, { label, value, ours }] of bars.entries()) {
    const y = top + titleHeight + nth * (barHeight + gap)
    const length = Math.max(1, (value / most) * longest)
    const middle = y + barHeight - 5
    lines.push(
      `<text x="${labelWidth - 10}" y="${middle}" text-anchor="end">${escapeXml(label)}</text>`,
      `<rect class="${ours ? 'ours' : 'other'}" x="${labelWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2"/>`,
      `<text x="${(labelWidth + length + 6).toFixed(1)}" y="${middle}">${Math.round(value).toLocaleString('en-GB')}</text>`,
    )
  }
  return lines.join('\n')
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
