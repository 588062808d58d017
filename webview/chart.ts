/** Spent and saved over time, drawn by uPlot in the colours of the theme. */
import uPlot from 'uplot'
import type { Format } from './format.ts'
import type { Usage } from './protocol.ts'

type Series = Usage['series']

const height = 140

export class Chart {
  private readonly element: HTMLElement
  private readonly format: Format
  private readonly resized: ResizeObserver
  private plot: uPlot | undefined
  private series: Series | undefined

  constructor(element: HTMLElement, format: Format) {
    this.element = element
    this.format = format
    this.resized = new ResizeObserver(() => this.fit())
    this.resized.observe(element)
  }

  get isAttached(): boolean {
    return this.element.isConnected
  }

  show(series: Series): void {
    if (series === this.series) return
    const sameScale = series.bucket === this.series?.bucket
    this.series = series
    if (this.plot && sameScale) this.plot.setData(dataOf(series))
    else this.draw()
  }

  /** Again in the colours of now. */
  draw(): void {
    this.plot?.destroy()
    if (this.series && this.element.clientWidth > 0)
      this.plot = new uPlot(this.options(this.series.bucket), dataOf(this.series), this.element)
  }

  dispose(): void {
    this.resized.disconnect()
    this.plot?.destroy()
  }

  private fit(): void {
    const width = this.element.clientWidth
    if (!this.plot) this.draw()
    else if (width > 0 && width !== this.plot.width) this.plot.setSize({ width, height })
  }

  private options(bucket: Series['bucket']): uPlot.Options {
    const style = getComputedStyle(this.element)
    const color = (name: string): string => style.getPropertyValue(name).trim()
    const text = color('--muted')
    const font = `11px ${style.fontFamily}`
    const axis = { stroke: text, font, ticks: { show: false } }
    const grid = { stroke: color('--line'), width: 1 }
    const bars = uPlot.paths.bars!({ size: [0.7, 24] })
    const points = { show: false }
    return {
      width: this.element.clientWidth,
      height,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 4, 0, 0],
      scales: { x: { time: false, range: (_, min, max) => [min - 0.6, max + 0.6] } },
      series: [
        {},
        { stroke: color('--saved'), fill: color('--saved'), paths: bars, points },
        { stroke: color('--spent'), fill: color('--spent'), paths: bars, points },
      ],
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 22,
          space: 56,
          incrs: [1, 2, 3, 4, 6, 7, 12, 14, 24, 30],
          values: (_, places) => places.map((place) => this.momentAt(place, bucket)),
        },
        {
          ...axis,
          grid,
          size: 52,
          space: 32,
          values: (_, dollars) => dollars.map((each) => this.format.money(each * 1e6)),
        },
      ],
    }
  }

  private momentAt(place: number, bucket: Series['bucket']): string {
    const at = Number.isInteger(place) ? this.series?.at[place] : undefined
    return at === undefined ? '' : this.format.bucket(at, bucket)
  }
}

/** Saved stands behind spent, on top of it: the bar's whole height is what the flagship would have cost. */
function dataOf({ at, spentMicroUsd, savedMicroUsd }: Series): uPlot.AlignedData {
  return [
    at.map((_, index) => index),
    spentMicroUsd.map((spent, index) => (spent + (savedMicroUsd[index] ?? 0)) / 1e6),
    spentMicroUsd.map((spent) => spent / 1e6),
  ]
}
