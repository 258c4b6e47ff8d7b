// One part of the report: its numbers, its chart, how they are counted, and the way to the things.
import { lazy, Suspense } from "react";
import { Link } from "react-router";
import { Loading } from "@/parts/Loading";
import type { CardOf, Told } from "./cards";
import { percent } from "./figures";
import { useWords } from "./words";

const Chart = lazy(() => import("./Chart"));

interface Shown {
  card: CardOf;
  days: readonly string[];
  compared: boolean;
}

export function Card({ card, days, compared }: Shown) {
  const { t } = useWords();
  const title = t(card.key);
  return (
    <section className="gk-card gk-figures-card" aria-label={title} data-card={card.key}>
      <div className="gk-figures-head">
        <h2>{title}</h2>
        <Link to={card.link} aria-label={`${t("look")}: ${title}`}>
          {t("look")}
        </Link>
      </div>
      <dl className="gk-figures-numbers">
        {card.numbers.map((one) => (
          <OneNumber key={one.name} one={one} compared={compared} />
        ))}
      </dl>
      <Suspense fallback={<Loading />}>
        <Chart label={t("chart", { title })} days={days} series={card.series} />
      </Suspense>
      <details className="gk-figures-how">
        <summary>{t("how")}</summary>
        <dl>
          {card.how.map(([name, words]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

function OneNumber({ one, compared }: { one: Told; compared: boolean }) {
  return (
    <div>
      <dt className="gk-quiet">{one.name}</dt>
      <dd>
        <strong>{one.value}</strong>
        {compared && <Change one={one} />}
      </dd>
    </div>
  );
}

function Change({ one }: { one: Told }) {
  const { t } = useWords();
  const share = one.change;
  const was = t("before", { count: one.was });
  if (share === null) return <span className="gk-quiet">{was}</span>;
  if (share === 0) return <span className="gk-quiet">{t("same")}</span>;
  const said = share > 0 ? "more" : "less";
  return (
    <span className="gk-quiet" title={was}>
      {t(said, { share: percent(Math.abs(share)) })}
    </span>
  );
}
