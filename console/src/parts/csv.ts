// A table as a file that Excel reads: UTF-8 with its mark, and no cell that is a formula. Pure.

export const MARK = "\uFEFF"; // without it Excel takes Chinese for something else
const FORMULA = /^[\s]*[=+\-@\t\r]/; // what a spreadsheet would reckon, also behind blanks

/** A cell: a text that would be a formula gets an apostrophe, as our tables of plans do. */
export function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

type Row = readonly (string | number | null | undefined)[];

/** The whole file. */
export function csv(head: readonly string[], rows: readonly Row[]): string {
  const lines = [head, ...rows].map((row) => row.map(cell).join(","));
  return `${MARK}${lines.join("\r\n")}\r\n`;
}

/** The whole file as a file. */
export function csvFile(head: readonly string[], rows: readonly Row[]): Blob {
  return new Blob([csv(head, rows)], { type: "text/csv;charset=utf-8" });
}
