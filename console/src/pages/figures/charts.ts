// What a chart shows, as ECharts wants it. Pure: no chart is drawn here.
import type { EChartsCoreOption } from "echarts/core";

export interface Series {
  name: string;
  values: readonly (number | null)[];
  kind: "line" | "bar";
  stack?: boolean; // on top of the other stacked ones
  minutes?: boolean; // by the scale at the right
}

export interface Colours {
  series: readonly string[];
  text: string;
  grid: string;
  ground: string;
}

// Told apart also by who sees no red and green, and 3:1 to the ground.
const LIGHT: Colours = {
  series: ["#0b7a4b", "#c2410c", "#1d4ed8", "#7c3aed"],
  text: "#5c5c5c",
  grid: "#e6e8ea",
  ground: "#ffffff",
};
const DARK: Colours = {
  series: ["#57c995", "#ffa940", "#69b1ff", "#b39ddb"],
  text: "#a6a6a6",
  grid: "#2a2a2a",
  ground: "#1f1f1f",
};

export function coloursOf(dark: boolean): Colours {
  return dark ? DARK : LIGHT;
}

/** The days below the chart: "05-19". */
export function dayLabels(days: readonly string[]): string[] {
  return days.map((one) => one.slice(5));
}

export interface Drawn {
  days: readonly string[];
  series: readonly Series[];
  colours: Colours;
  still: boolean; // nothing moves
}

/** The whole option of a chart. */
export function optionOf({ days, series, colours, still }: Drawn): EChartsCoreOption {
  const text = { color: colours.text, fontSize: 12 };
  const scale = (position: "left" | "right") => ({
    type: "value",
    position,
    minInterval: 1,
    axisLabel: text,
    splitLine: { show: position === "left", lineStyle: { color: colours.grid } },
  });
  const timed = series.some((one) => one.minutes);
  return {
    animation: !still,
    color: [...colours.series],
    textStyle: { fontFamily: "inherit" },
    grid: { left: 0, right: timed ? 0 : 16, top: 12, bottom: 32, outerBoundsMode: "same" },
    legend: { bottom: 0, itemWidth: 16, itemHeight: 8, textStyle: text, type: "scroll" },
    tooltip: {
      trigger: "axis",
      renderMode: "richText", // HTML would bring styles that the policy refuses
      confine: true,
      backgroundColor: colours.ground,
      borderColor: colours.grid,
      textStyle: text,
    },
    xAxis: {
      type: "category",
      data: dayLabels(days),
      axisLabel: { ...text, hideOverlap: true },
      axisLine: { lineStyle: { color: colours.grid } },
      axisTick: { show: false },
    },
    yAxis: timed ? [scale("left"), scale("right")] : [scale("left")],
    series: series.map((one) => ({
      name: one.name,
      type: one.kind,
      data: [...one.values],
      barMaxWidth: 18,
      showSymbol: days.length < 8,
      connectNulls: false,
      ...(one.stack ? { stack: "all" } : {}),
      ...(one.minutes ? { yAxisIndex: 1, lineStyle: { type: "dashed" }, showSymbol: true } : {}),
    })),
  };
}
