import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { ChartProps } from './Chart.tsx';

use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export function Canvas(props: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart = init(element, null, { renderer: 'svg' });
    chart.setOption(optionOf(props, getComputedStyle(element)));
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [props]);
  return <div ref={box} role="img" aria-label={props.title} style={{ blockSize: props.heightPx ?? 300 }} />;
}

function optionOf({ kind, table, target }: ChartProps, style: CSSStyleDeclaration): EChartsCoreOption {
  const colour = (name: string) => style.getPropertyValue(`--qm-${name}`).trim();
  const groups = { type: 'category', data: table.rows.map(({ group }) => group), axisTick: { show: false } };
  const values = {
    type: 'value',
    min: kind === 'line' ? undefined : 0,
    splitLine: { lineStyle: { color: colour('line') } },
  };
  const across = kind === 'bar-across';
  const axis = { axisLabel: { color: colour('ink-2') }, axisLine: { lineStyle: { color: colour('control') } } };
  return {
    animation: false,
    color: Array.from({ length: 8 }, (_, index) => colour(`series-${index + 1}`)),
    textStyle: { fontFamily: style.fontFamily, color: colour('ink') },
    tooltip: { trigger: 'axis', confine: true },
    legend:
      table.series.length > 1 ? { bottom: 0, icon: 'roundRect', textStyle: { color: colour('ink-2') } } : undefined,
    grid: { left: 8, right: 24, top: 24, bottom: table.series.length > 1 ? 32 : 8, containLabel: true },
    xAxis: { ...axis, ...(across ? values : groups) },
    yAxis: { ...axis, ...(across ? { ...groups, inverse: true } : values) },
    series: table.series.map(({ name }, index) => ({
      name,
      type: kind === 'line' ? 'line' : 'bar',
      stack: kind === 'stack' ? 'all' : undefined,
      barMaxWidth: 28,
      data: table.rows.map((row) => row.values[index] ?? null),
      ...(target && index === 0 ? { markLine: markOf(target, across, colour('millet-ink')) } : {}),
    })),
  };
}

function markOf(target: { value: number; words: string }, across: boolean, colour: string) {
  return {
    symbol: 'none',
    silent: true,
    lineStyle: { type: 'dashed', color: colour },
    label: { formatter: target.words, color: colour, position: 'insideEndTop' },
    data: [across ? { xAxis: target.value } : { yAxis: target.value }],
  };
}
