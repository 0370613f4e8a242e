/** The product's mark. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg viewBox="0 0 26 26" width={size} height={size} aria-hidden="true">
      <rect width="26" height="26" rx="7" fill="var(--accent)" />
      <path
        d="M6.5 15.5c2.2 0 2.2-1.8 4.4-1.8s2.2 1.8 4.4 1.8 2.2-1.8 4.2-1.8M6.5 19.3c2.2 0 2.2-1.8 4.4-1.8s2.2 1.8 4.4 1.8 2.2-1.8 4.2-1.8"
        fill="none"
        stroke="var(--ink-on-accent)"
        strokeWidth="1.9"
        strokeLinecap="round"
      />
      <circle cx="13" cy="8.4" r="2.6" fill="var(--focus)" />
    </svg>
  )
}
