// Steps by rooms, drawn only where one looks: a thousand rooms are as quick as ten.
import { useVirtualizer } from "@tanstack/react-virtual";
import { Grid as Screen } from "antd";
import { useEffect, useRef } from "react";
import { StandingSign } from "@/parts/Standing";
import { useWords as useStandingWords } from "@/parts/standingWords";
import { type Listed, useMore } from "@/parts/useMore";
import type { Opened } from "./CellDrawer";
import { type Grid, shownOf } from "./grid";
import { useWords } from "./words";

interface Shown {
  grid: Grid;
  list: Listed;
  open: (opened: Opened) => void;
}

const ROW = 44; // px
const HEAD = 56;
const EARLY = 20; // columns before the end at which the next rooms are loaded

export function GridTable({ grid, list, open }: Shown) {
  const desk = Screen.useBreakpoint().md ?? innerWidth >= 768;
  const [side, width] = desk ? [220, 96] : [128, 72];
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: grid.rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  const columns = useVirtualizer({
    horizontal: true,
    count: grid.columns.length,
    getScrollElement: () => box.current,
    estimateSize: () => width,
    overscan: 4,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the width changes
  useEffect(() => columns.measure(), [width]);
  const last = columns.getVirtualItems().at(-1)?.index ?? 0;
  useMore(list, last >= grid.columns.length - EARLY);
  const whole = { width: side + columns.getTotalSize(), height: HEAD + rows.getTotalSize() };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keys
    <section ref={box} className="runs-box" tabIndex={0} aria-label={useWords().t("legend")}>
      <div className="runs-whole" style={whole}>
        <div className="runs-top" style={{ height: HEAD }}>
          <div className="runs-corner" style={{ width: side, height: HEAD }} />
          {columns.getVirtualItems().map((at) => (
            <Room
              key={at.key}
              grid={grid}
              index={at.index}
              left={side + at.start}
              width={width}
              open={open}
            />
          ))}
        </div>
        <div className="runs-side" style={{ width: side, height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((at) => (
            <Step key={at.key} grid={grid} index={at.index} top={at.start} open={open} />
          ))}
        </div>
        {rows
          .getVirtualItems()
          .map((row) =>
            columns
              .getVirtualItems()
              .map((column) => (
                <CellButton
                  key={`${row.key} ${column.key}`}
                  grid={grid}
                  at={[row.index, column.index]}
                  place={{ top: HEAD + row.start, left: side + column.start, width, height: ROW }}
                  open={open}
                />
              )),
          )}
      </div>
    </section>
  );
}

interface OfRoom {
  grid: Grid;
  index: number;
  left: number;
  width: number;
  open: Shown["open"];
}

function Room({ grid, index, left, width, open }: OfRoom) {
  const { t } = useWords();
  const found = grid.columns[index];
  if (!found) return null;
  const { run } = found.column;
  const name = run.room_name || String(run.room);
  return (
    <button
      type="button"
      className={`runs-room runs-room-${run.state}`}
      style={{ left, width, height: HEAD }}
      title={name}
      onClick={() => open({ kind: "room", run })}
    >
      <bdi>{name}</bdi>
      {run.state !== "active" && <span className="runs-state">{t(`state_${run.state}`)}</span>}
    </button>
  );
}

interface OfStep {
  grid: Grid;
  index: number;
  top: number;
  open: Shown["open"];
}

function Step({ grid, index, top, open }: OfStep) {
  const { t } = useWords();
  const found = grid.rows[index];
  if (!found) return null;
  const { row } = found;
  const when = row.day === null ? t("follows") : `${t("day", { day: row.day })} ${row.time}`;
  return (
    <button
      type="button"
      className="runs-step"
      style={{ top, height: ROW }}
      title={`${when} ${row.title}`}
      onClick={() => open({ kind: "step", row })}
    >
      <span className="gk-quiet">{when}</span>
      <bdi>{row.title}</bdi>
    </button>
  );
}

interface OfCell {
  grid: Grid;
  at: readonly [number, number];
  place: { top: number; left: number; width: number; height: number };
  open: Shown["open"];
}

function CellButton({ grid, at, place, open }: OfCell) {
  const { t } = useWords();
  const { t: say } = useStandingWords();
  const row = grid.rows[at[0]];
  const column = grid.columns[at[1]];
  const cell = row && column?.cells.get(row.key);
  if (!cell || !column) return null;
  const { run } = column.column;
  const standing = shownOf(cell);
  const room = run.room_name || run.room;
  return (
    <button
      type="button"
      className="runs-cell"
      style={place}
      aria-label={t(cell.count > 1 ? "cells" : "cell", {
        room,
        step: row.row.title,
        standing: say(standing),
        count: cell.count,
      })}
      onClick={() => open({ kind: "cell", run, row: row.row, cell })}
    >
      <StandingSign standing={standing} />
      {cell.count > 1 && <span className="gk-quiet">×{cell.count}</span>}
    </button>
  );
}
