// What the page Now shows of what the API found: sections, chips, levels. Pure.
import type { Of } from "@/api/types";

export type Need = Of<"Need">;
export type Kind = Need["kind"];
export type Figure = Of<"HourlyFigure">;

export interface Section {
  key: "urgent" | "late" | "waiting";
  needs: Need[];
}

/** Critical first, then what is late, then the rest; the order within is the API's. */
export function sections(needs: readonly Need[]): Section[] {
  const urgent = needs.filter((one) => one.severity === "critical");
  const late = needs.filter((one) => one.severity !== "critical" && one.late);
  const waiting = needs.filter((one) => one.severity !== "critical" && !one.late);
  const all: Section[] = [
    { key: "urgent", needs: urgent },
    { key: "late", needs: late },
    { key: "waiting", needs: waiting },
  ];
  return all.filter((one) => one.needs.length > 0);
}

export interface Chip {
  kind: Kind;
  count: number;
}

/** How many of each kind are listed, the most first; chips to look at one kind alone. */
export function chips(needs: readonly Need[]): Chip[] {
  const counts = new Map<Kind, number>();
  for (const { kind } of needs) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, count]) => ({ kind, count }))
    .sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind));
}

/** Which words a line begins with: some say more than their kind. */
export function titleOf(need: Pick<Need, "kind" | "about">) {
  if (need.kind === "case" && need.about === "report") return "report";
  if (need.kind === "delivery" && need.about === "unknown") return "unknown";
  if (need.kind === "task" && need.about === "held") return "held";
  return need.kind === "gateway" && need.about === "paused" ? "paused" : need.kind;
}

const SIGMAS = 2; // so many deviations from what is usual are told
const AS_SIGMA = 1.4826; // median absolute deviations in a standard deviation
const ENOUGH = 3; // weeks: fewer say little

export type Level = "above" | "below" | "usual" | "unknown";

/** Whether a figure is far from what is usual by now; `docs/results.md#today` defines it. */
export function levelOf(one: Pick<Figure, "count" | "usual" | "spread" | "weeks">): Level {
  if (one.usual === null || one.spread === null || one.weeks < ENOUGH) return "unknown";
  const deviation = Math.max(one.spread * AS_SIGMA, Math.sqrt(one.usual), 1);
  const distance = (one.count - one.usual) / deviation;
  if (distance > SIGMAS) return "above";
  return distance < -SIGMAS ? "below" : "usual";
}

/** A number of people or messages as it is shown: no digits after the point but for halves. */
export function round(value: number): number {
  return value < 10 ? Math.round(value * 2) / 2 : Math.round(value);
}

const HOURS = 24;

/** The line of a day's hours in a box, as an SVG path; "" for less than two hours. */
export function line(
  hours: readonly number[],
  most: number,
  width: number,
  height: number,
): string {
  if (hours.length < 2 || most <= 0) return "";
  const step = width / (HOURS - 1);
  const points = hours.map((value, hour) => {
    const y = height - (Math.min(value, most) / most) * height;
    return `${(hour * step).toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}

/** The highest of some hours; at least one, so that a box has a height. */
export function highest(...hours: (readonly number[])[]): number {
  return Math.max(1, ...hours.flat());
}

/** The strangest figure of a room. */
export function strangest(figures: readonly Of<"Figure">[]): Of<"Figure"> | undefined {
  const told = figures.filter((one) => levelOf(one) === "above" || levelOf(one) === "below");
  const distance = (one: Of<"Figure">) =>
    Math.abs(one.count - (one.usual ?? 0)) / Math.max(1, Math.sqrt(one.usual ?? 0));
  return told.sort((a, b) => distance(b) - distance(a))[0];
}
