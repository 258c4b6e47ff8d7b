// A plan's steps by its rooms, put together of the parts that were loaded. Pure.
import type { Of } from "@/api/types";
import { addDays } from "@/parts/days";
import { type Shown, sum, worst } from "@/parts/standings";

export type Part = Of<"Grid">;
export type Row = Part["rows"][number];
export type Column = Part["items"][number];
export type Cell = Column["cells"][number];

/** The grid: rows in the plan's order, each room's cells by the row's name. */
export interface Grid {
  rows: { key: string; row: Row }[];
  columns: { column: Column; cells: ReadonlyMap<string, Cell> }[];
}

/** What makes rows of several parts one: the step, its day and its time by the plan. */
function rowKey(row: Row): string {
  return `${row.day ?? ""} ${row.time} ${row.step}`;
}

/** Puts the parts together: what one part has no row for, another may have. */
export function gridOf(parts: readonly Part[]): Grid {
  const rows = new Map<string, { key: string; row: Row; place: number }>();
  const columns: Grid["columns"] = [];
  for (const part of parts) {
    const keys = part.rows.map(rowKey);
    part.rows.forEach((row, place) => {
      const key = keys[place] ?? "";
      if (!rows.has(key)) rows.set(key, { key, row, place });
    });
    for (const column of part.items)
      columns.push({
        column,
        cells: new Map(column.cells.map((one) => [keys[one.row] ?? "", one])),
      });
  }
  return { rows: [...rows.values()].sort(byTime), columns };
}

type Placed = { row: Row; place: number };

function byTime(a: Placed, b: Placed): number {
  const dated = Number(a.row.day === null) - Number(b.row.day === null);
  const day = (a.row.day ?? 0) - (b.row.day ?? 0);
  const time = a.row.time < b.row.time ? -1 : Number(a.row.time > b.row.time);
  return dated || day || time || a.place - b.place;
}

/** How a cell stands; what is not laid out yet is told apart. */
export function shownOf(cell: Cell): Shown {
  return cell.id === null ? "foreseen" : cell.standing;
}

const TROUBLE: ReadonlySet<Shown> = new Set(["failed", "held", "overdue"]);

/** Whether something in a room asks for a person. */
export function inTrouble(cells: Iterable<Cell>): boolean {
  return [...cells].some((cell) => TROUBLE.has(shownOf(cell)));
}

/** How many cells stand how. */
export function countsOf(cells: Iterable<Cell>): Partial<Record<Shown, number>> {
  return sum([...cells].map((cell) => ({ [shownOf(cell)]: 1 })));
}

/** The date of a row in a room, by the plan: how the API names one day of a step. */
export function dateOf(row: Row, startsOn: string): string | null {
  return row.day === null ? null : addDays(startsOn, row.day - 1);
}

type Act = "skip" | "unskip" | "move" | "approve";

const ACTS: Readonly<Partial<Record<Shown, readonly Act[]>>> = {
  foreseen: ["skip", "unskip", "move"],
  planned: ["skip", "unskip", "move"], // it may have been left out ahead of its time
  overdue: ["skip"],
  held: ["approve", "skip"],
  skipped: ["approve", "unskip"],
  failed: ["approve"],
};

/**
 * What may be done about a cell; the API has the last word. What a person has as a task is decided
 * there, and what follows an event cannot be moved.
 */
export function actsOf(cell: Cell, dated: boolean): Act[] {
  if (cell.task !== null) return [];
  return (ACTS[shownOf(cell)] ?? []).filter((one) => dated || one !== "move");
}

const OFTEN = 3; // times a day from which a step is one row

/** A rhythm that comes often on a day is one row there, from its first time to its last. */
export function folded(grid: Grid): Grid {
  const alike = new Map<string, Grid["rows"]>();
  for (const one of grid.rows) {
    const name = `${one.row.day ?? ""} ${one.row.step}`;
    alike.set(name, [...(alike.get(name) ?? []), one]);
  }
  const groups = [...alike.values()].flatMap((some) =>
    some.length < OFTEN ? some.map((one) => [one]) : [some],
  );
  const rows = groups.map((some) => ({ key: some[0]?.key ?? "", row: oneRow(some) }));
  const columns = grid.columns.map(({ column, cells }) => ({
    column,
    cells: new Map(
      groups.flatMap((some) => {
        const found = some.flatMap(({ key }) => cells.get(key) ?? []);
        const cell = oneCell(found);
        return cell ? [[some[0]?.key ?? "", cell] as const] : [];
      }),
    ),
  }));
  return { rows: rows.map((one, place) => ({ ...one, place })).sort(byTime), columns };
}

function oneRow(some: Grid["rows"]): Row {
  const first = some[0]?.row;
  const last = some.at(-1)?.row;
  if (!first || !last) throw new Error("a row of nothing");
  return some.length > 1 ? { ...first, time: `${first.time}–${last.time}` } : first;
}

/** What presses most of several, with their number. */
function oneCell(found: readonly Cell[]): Cell | undefined {
  const stands = worst(countsOf(found));
  const shown = found.filter((cell) => shownOf(cell) === stands).at(-1);
  return shown && { ...shown, count: found.reduce((total, cell) => total + cell.count, 0) };
}
