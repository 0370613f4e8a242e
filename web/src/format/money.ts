const pounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' })
const wholePounds = new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP', maximumFractionDigits: 0 })

/** Integer pence as `£1,092.00`; below nothing with a real minus sign: `−£6.00`. */
export function formatMoney(pence: number): string {
  return pounds.format(pence / 100).replace('-', '−')
}

/** Integer pence as `£1,092`: for charts, and for limits that the law gives in whole pounds. */
export function formatWholePounds(pence: number): string {
  return wholePounds.format(pence / 100).replace('-', '−')
}
