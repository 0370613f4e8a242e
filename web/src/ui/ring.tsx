import './ring.css'

export interface RingPart {
  name: string
  /** Weight that is done, of `total`. */
  done: number
  total: number
}

const radius = 52
const around = 2 * Math.PI * radius
const gap = 5

/** How much is done, by weight: a segment for each checklist, as wide as its weight and filled as far as it is done. */
export function Ring({
  percent,
  parts,
  label,
  caption,
}: {
  percent: number
  parts: RingPart[]
  label: string
  caption: string
}) {
  const total = parts.reduce((sum, part) => sum + part.total, 0)
  const gaps = parts.length > 1 ? gap : 0
  const room = around - gaps * parts.length
  let offset = 0
  return (
    <div className="ring" role="img" aria-label={label}>
      <svg viewBox="0 0 124 124" aria-hidden="true">
        <g transform="rotate(-90 62 62)" fill="none" strokeWidth="15">
          {parts.map((part) => {
            const length = total === 0 ? room : (room * part.total) / total
            const filled = part.total === 0 ? 0 : (length * part.done) / part.total
            const start = offset
            offset += length + gaps
            return (
              <g key={part.name}>
                <circle
                  cx="62"
                  cy="62"
                  r={radius}
                  stroke="var(--line-strong)"
                  strokeDasharray={`${length} ${around}`}
                  strokeDashoffset={-start}
                />
                {filled > 0 && (
                  <circle
                    cx="62"
                    cy="62"
                    r={radius}
                    stroke="var(--accent)"
                    strokeDasharray={`${filled} ${around}`}
                    strokeDashoffset={-start}
                  />
                )}
              </g>
            )
          })}
        </g>
      </svg>
      <span className="ring-figure" aria-hidden="true">
        <b>{percent}%</b>
        <span>{caption}</span>
      </span>
    </div>
  )
}
