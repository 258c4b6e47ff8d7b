import type { DescriptionsProps } from "antd";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import type { Cell, Row } from "./grid";
import { useWords } from "./words";

/** What is known of a cell, line by line. */
export function useCellWords(row: Row, cell: Cell): NonNullable<DescriptionsProps["items"]> {
  const { t } = useWords();
  const titled = useTitled();
  const day = row.day === null ? t("follows") : t("day", { day: row.day });
  const lines: NonNullable<DescriptionsProps["items"]> = [
    { key: "due", label: day, children: <Time at={cell.due} /> },
    { key: "who", label: t("who"), children: <bdi>{cell.who ? titled(cell.who) : t("bot")}</bdi> },
  ];
  if (cell.at) lines.push({ key: "at", label: t("settled"), children: <Time at={cell.at} /> });
  if (cell.outcome) lines.push({ key: "outcome", label: t("came"), children: cell.outcome });
  if (cell.count > 1)
    lines.push({ key: "count", label: "×", children: t("times", { count: cell.count }) });
  return lines;
}
