// Loads a plan's grid room by room, the next rooms when they come into view.
import { useMemo } from "react";
import { useList } from "@/api/queries";
import { folded, type Grid, gridOf, inTrouble } from "./grid";

const TOGETHER = 50; // rooms of one answer: about 300 kB with fifty steps

export function useGrid(plan: string, ended: boolean, troubled: boolean) {
  const found = useList(
    "/api/v1/plans/{name}/grid",
    { path: { name: plan }, query: { live: !ended, limit: TOGETHER } },
    { keep: true },
  );
  const pages = found.data?.pages;
  const grid = useMemo<Grid>(() => {
    const whole = folded(gridOf(pages ?? []));
    if (!troubled) return whole;
    const columns = whole.columns.filter((one) => inTrouble(one.cells.values()));
    return { ...whole, columns };
  }, [pages, troubled]);
  return { found, grid };
}
