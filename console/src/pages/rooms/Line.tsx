// One line of the talk: a message, or who came and went; the day before it where a new one begins.
import { memo } from "react";
import { dayName, dayOf } from "@/parts/time";
import { Going } from "./Going";
import { Said } from "./Said";
import { goesOn, type Item } from "./window";
import { useWords } from "./words";

export interface LineActs {
  zone: string;
  now: Date; // by the house's clock
  titles: Readonly<Record<string, string>>; // of the categories of leads
  spot: (message: number | null) => void;
  answer: ((item: Item) => void) | null; // null: nobody is answered here
  detail: (key: string) => void;
  jumps: boolean; // what was found leads to its spot
}

interface Shown extends LineActs {
  item: Item;
  before: Item | undefined;
  first: boolean; // of all that is known
  marked: boolean;
}

export const Line = memo(function Line(shown: Shown) {
  const { item, before, first, marked, ...acts } = shown;
  const { t, language } = useWords();
  const day = dayOf(item.at, acts.zone);
  const newDay = !before || dayOf(before.at, acts.zone) !== day;
  return (
    <div className={marked ? "gk-line gk-line-marked" : "gk-line"}>
      {first && <p className="gk-line-day gk-quiet">{t("beginning")}</p>}
      {newDay && <p className="gk-line-day gk-quiet">{dayName(day, language)}</p>}
      {item.message ? (
        <Said item={item} message={item.message} on={!newDay && goesOn(before, item)} {...acts} />
      ) : (
        item.event && <Going event={item.event} at={item.at} zone={acts.zone} />
      )}
    </div>
  );
});
