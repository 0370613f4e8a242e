import './meter.css'

/** A share with its figure: one hue, never red, because an early case is not a bad case. */
export function Meter({ percent, label, wide }: { percent: number; label?: string; wide?: boolean }) {
  return (
    <span className="meter">
      <b>{label ?? `${percent}%`}</b>
      <span className={wide ? 'meter-track wide' : 'meter-track'} aria-hidden="true">
        <i style={{ width: `${percent}%` }} />
      </span>
    </span>
  )
}
