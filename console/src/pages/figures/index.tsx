// The report of a Monday morning: what the days held, beside as many days before.
import { Button } from "antd";
import { useSearchParams } from "react-router";
import { csvFile } from "@/parts/csv";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { saveFile } from "@/parts/save";
import { dayName, lasting } from "@/parts/time";
import { Bar } from "./Bar";
import { Card } from "./Card";
import { cardsOf } from "./cards";
import { type Figures, isEmpty, listOf, rows } from "./figures";
import { type Look, lookOf, searchOf } from "./look";
import { headings, Table } from "./Table";
import { useFigures } from "./useFigures";
import { useWords } from "./words";
import "./figures.css";

export default function FiguresPage() {
  const { t } = useWords();
  const [search, go] = useSearchParams();
  const look = lookOf(search);
  const { figures, before, unheard, error, stale, retry } = useFigures(look);
  const choose = (part: Partial<Look>) => go(searchOf({ ...look, ...part }), { replace: true });
  const download = (found: Figures) => {
    const name = `figures-${found.days[0]}-${found.days.at(-1)}.csv`;
    saveFile(name, csvFile([t("day"), ...headings(t)], rows(found)));
  };
  return (
    <Page title={t("title")}>
      <Bar
        look={look}
        choose={choose}
        download={figures && !stale ? () => download(figures) : undefined}
      />
      <ProblemNote error={error} retry={retry} />
      {!figures && !error && <Loading />}
      {figures && (
        <div aria-busy={stale}>
          <Said found={figures} before={before} unheard={unheard} today={look.today} />
          {isEmpty(figures) && !look.today ? (
            <Empty hint={t("nothing")}>
              <Button onClick={() => choose({ today: true })}>{t("lookToday")}</Button>
            </Empty>
          ) : (
            <Report found={figures} before={before} look={look} />
          )}
        </div>
      )}
    </Page>
  );
}

interface Telling {
  found: Figures;
  before: Figures | undefined;
  unheard: boolean;
  today: boolean;
}

/** Which days these are, what they are compared with, and what was not heard. */
function Said({ found, before, unheard, today }: Telling) {
  const { t, language } = useWords();
  const days = found.days.length;
  const day = (one: string | undefined) => (one ? dayName(one, language) : "");
  const from = day(found.days[0]);
  const to = day(found.days.at(-1));
  return (
    <div className="gk-quiet gk-figures-said" role="status">
      <p>{t("span", { from, to, zone: found.zone })}</p>
      {before && <p>{t(today ? "comparedToday" : "compared", { days })}</p>}
      {!found.heard && <p>{t("unheardNow")}</p>}
      {found.heard && unheard && <p>{t("unheard", { days })}</p>}
      {found.deaf.length > 0 && (
        <p>
          {t("deaf", { count: found.deaf.length, days: listOf(found.deaf.map(day), language) })}
        </p>
      )}
    </div>
  );
}

interface Reporting {
  found: Figures;
  before: Figures | undefined;
  look: Look;
}

function Report({ found, before, look }: Reporting) {
  const { t, language } = useWords();
  if (look.table) return <Table found={found} before={before} label={t("title")} />;
  const waited = (minutes: number) => lasting(minutes * 60, language);
  return (
    <div className="gk-figures">
      {cardsOf([found, before], look.rooms, t, waited).map((card) => (
        <Card key={card.key} card={card} days={found.days} compared={before !== undefined} />
      ))}
    </div>
  );
}
