import { Card } from "antd";
import type { ReactNode } from "react";
import { itemsOf } from "@/api/queries";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
import type { Listed } from "@/parts/useMore";

interface Shown<I> {
  title: string;
  nothing: string;
  list: Listed & {
    data: { pages: { items: I[] }[] } | undefined;
    isSuccess: boolean;
    error: Error | null;
    refetch: () => unknown;
  };
  row: (item: I) => ReactNode; // what stands in the <li>
  children?: ReactNode; // above the list
}

/** One side of a person as a card: a list, however its look went. */
export function CardList<I extends { id: number }>(shown: Shown<I>) {
  const { title, nothing, list, row, children } = shown;
  const items = itemsOf(list);
  return (
    <Card size="small" title={title}>
      {children}
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isSuccess && items.length === 0 && <p className="gk-quiet">{nothing}</p>}
      <ul className="gk-person-lines">
        {items.map((one) => (
          <li key={one.id}>{row(one)}</li>
        ))}
      </ul>
      <LoadMore list={list} />
    </Card>
  );
}
