// A chart on a canvas; ECharts comes with this file, and only when a chart is shown.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type ECharts, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { memo, useEffect, useRef } from "react";
import { useDark, useStill } from "@/app/theme";
import { coloursOf, optionOf, type Series } from "./charts";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

interface Shown {
  label: string; // for who does not see it; the numbers stand in the table
  days: readonly string[];
  series: readonly Series[];
}

/** Drawn anew only when what it shows is another. */
export default memo(Chart, (one, other) => JSON.stringify(one) === JSON.stringify(other));

function Chart({ label, days, series }: Shown) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<ECharts | null>(null);
  const dark = useDark();
  const still = useStill();
  useEffect(() => {
    if (!box.current) return;
    const chart = init(box.current, null, { renderer: "canvas" });
    drawn.current = chart;
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      chart.dispose();
      drawn.current = null;
    };
  }, []);
  useEffect(() => {
    const option = optionOf({ days, series, colours: coloursOf(dark), still });
    drawn.current?.setOption(option, { notMerge: true });
  }, [days, series, dark, still]);
  return <div ref={box} className="gk-figures-chart" role="img" aria-label={label} />;
}
