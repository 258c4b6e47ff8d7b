// The same numbers as a table: for who sees no charts, and for who wants to read them.
import { dayName } from "@/parts/time";
import { type Figures, rows, STAGES, TABLE, totals } from "./figures";
import { type Say, useWords } from "./words";

/** The names of the columns behind the day. */
export function headings(t: Say): string[] {
  const named = TABLE.map((one) => {
    if (one === "adverts") return t("advertMessages");
    if (one === "questions") return t("asked");
    const stage = STAGES.find((known) => known === one);
    if (stage) return t("stage", { stage: t(stage) });
    return one === "posts" ? t("sent") : t(one);
  });
  return [...named, t("waited")];
}

interface Shown {
  found: Figures;
  before: Figures | undefined;
  label: string;
}

export function Table({ found, before, label }: Shown) {
  const { t, language } = useWords();
  const sums: [string, Figures][] = [[t("total"), found]];
  if (before) sums.push([t("totalBefore"), before]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keys
    <section className="gk-figures-table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("day")}</th>
            {headings(t).map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sums.map(([name, whole]) => (
            <tr key={name} className="gk-figures-sum">
              <th scope="row">{name}</th>
              <Cells values={totals(whole)} />
            </tr>
          ))}
          {[...rows(found)].reverse().map(([day, ...values]) => (
            <tr key={day}>
              <th scope="row">{dayName(String(day), language)}</th>
              <Cells values={values} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cells({ values }: { values: readonly (string | number | null)[] }) {
  const { t } = useWords();
  const names = headings(t);
  return values.map((value, n) => (
    <td key={names[n]}>{value === null ? t("none") : value.toLocaleString("en-US")}</td>
  ));
}
