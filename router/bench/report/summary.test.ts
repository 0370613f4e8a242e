import { describe, expect, it } from 'vitest'
import { key, type FanOutSample, type HttpSample, type Measurements } from '../measure.ts'
import { fanOutFigures, httpFigures, lastLine, memoryLine, memoryShares, ratios } from './summary.ts'

const cost = { cpuSeconds: 1, routerShare: 1, othersShare: 0, loadShare: 0.5, memoryMb: 100 }

function http(requestsPerSecond: number): HttpSample {
  return { requests: 500, seconds: 1, requestsPerSecond, latencyMs: { p50: 1, p99: 2 }, ...cost }
}

function delivered(deliveriesPerSecond: number): FanOutSample {
  return { clients: 1_000, events: 10, seconds: 1, deliveriesPerSecond, latencyMs: { p50: 1, p99: 2 }, ...cost }
}

function measurements(): Measurements {
  return {
    checked: new Map([[key('heavyVaried', 'this'), { fetches: 16, bytes: 87_000 }]]),
    http: new Map([
      [key('heavyVaried', 'this'), [http(300), http(900), http(310)]],
      [key('heavyVaried', 'apollo'), [http(50), http(1), http(50)]],
      [key('heavyVaried', 'hive'), [http(200)]],
      [key('heavyVaried', 'hiveShared'), [http(155)]],
      [key('small', 'this'), [http(4_000)]],
      [key('small', 'apollo'), [http(400)]],
      [key('small', 'hive'), [http(500)]],
      [key('small', 'hiveShared'), [http(1_000)]],
    ]),
    fanOut: new Map([
      [key(100, 'this'), [delivered(1)]],
      [key(100, 'hive'), [delivered(1)]],
      [key(1_000, 'this'), [delivered(30_000), delivered(32_000)]],
      [key(1_000, 'hive'), [delivered(10_000), delivered(10_000)]],
      [key(5_000, 'this'), [delivered(9_000), 'alert 7 did not reach every client']],
    ]),
  }
}

describe('figures', () => {
  it('are medians over the rounds', () => {
    const figures = httpFigures(measurements(), 'heavyVaried', 'this')
    expect(figures?.requestsPerSecond).toBe(310)
    expect(figures?.cpuMsPerRequest).toBe(2)
    expect(figures?.fetchesPerRequest).toBe(16)
  })

  it('are missing for what was not measured, rather than zero', () => {
    expect(httpFigures(measurements(), 'mutation', 'this')).toBeUndefined()
    expect(fanOutFigures(measurements(), 10, 'this')).toBeUndefined()
  })

  it('give the reason where one round of a fan-out failed, rather than the median of the others', () => {
    expect(fanOutFigures(measurements(), 5_000, 'this')).toBe('alert 7 did not reach every client')
  })
})

describe('ratios', () => {
  it('compare with the faster of the configurations of Hive Gateway, for each operation', () => {
    const { heavy, small } = ratios(measurements(), [100, 1_000])
    expect(heavy.apollo).toBeCloseTo(6.2)
    expect(heavy.hive).toBeCloseTo(1.55)
    expect(small).toEqual({ apollo: 10, hive: 4 })
  })

  it('take the fan-out at 1,000 clients, or at the number nearest to it', () => {
    expect(ratios(measurements(), [100, 1_000, 5_000]).fanOut.hive).toBeCloseTo(3.1)
    expect(ratios(measurements(), [1, 100]).fanOut.hive).toBe(1)
  })
})

describe('the memory', () => {
  it('is compared with the configuration of Hive Gateway that needs least', () => {
    const measured = measurements()
    measured.http.set(key('small', 'this'), [{ ...http(1), memoryMb: 60 }])
    measured.http.set(key('small', 'hive'), [{ ...http(1), memoryMb: 80 }])
    const shares = memoryShares(measured, [1_000])
    expect(shares.small).toEqual({ apollo: 0.6, hive: 0.75 })
    expect(memoryLine(shares)).toBe(
      'memory, as a share of theirs: heavy 1.00 apollo, 1.00 hive; small 0.60 apollo, 0.75 hive; fanout 1.00 hive',
    )
  })
})

describe('the last line', () => {
  it('has one decimal, and the form that scripts read', () => {
    expect(lastLine(ratios(measurements(), [1_000]))).toBe(
      'ratios: heavy 6.2 apollo, 1.6 hive; small 10.0 apollo, 4.0 hive; fanout 3.1 hive',
    )
  })

  it('says n/a for what could not be measured', () => {
    const nothing: Measurements = { checked: new Map(), http: new Map(), fanOut: new Map() }
    expect(lastLine(ratios(nothing, [1_000]))).toBe(
      'ratios: heavy n/a apollo, n/a hive; small n/a apollo, n/a hive; fanout n/a hive',
    )
  })
})
