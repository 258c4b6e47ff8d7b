// What was looked up, however that went: on its way, refused, nothing, or there.

import { Fragment, type ReactNode } from "react";
import { itemsOf } from "@/api/queries";
import { Empty } from "./Empty";
import { type Gone, isGone } from "./gone";
import { Loading } from "./Loading";
import { LoadMore } from "./LoadMore";
import { NotThere } from "./NotThere";
import { ProblemNote } from "./ProblemNote";
import type { Listed } from "./useMore";

interface Looked<T> {
  isPending: boolean;
  error: Error | null;
  refetch: () => unknown;
  data: T | undefined;
}

interface Rows<I> {
  list: Looked<{ pages: { items: I[] }[] }> & Listed;
  nothing: string; // why nothing is there, or what would bring something
  more?: ReactNode; // said below that
  className?: string;
  row: (item: I) => ReactNode; // an <li>
}

/** A list of `useList`, with its end that loads more. */
export function Listing<I extends { id: number }>(shown: Rows<I>) {
  const { list, nothing, more, className = "gk-items", row } = shown;
  const items = itemsOf(list);
  if (list.isPending) return <Loading />;
  return (
    <>
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {items.length === 0 && !list.error && <Empty hint={nothing}>{more}</Empty>}
      <ul className={className}>
        {items.map((one) => (
          <Fragment key={one.id}>{row(one)}</Fragment>
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  );
}

/** One thing of `useGet`. */
export function Single<T>({
  found,
  what,
  show,
}: {
  found: Looked<T>;
  what: Gone; // is not there, where nothing was found
  show: (it: T) => ReactNode;
}) {
  if (found.isPending) return <Loading />;
  if (found.data === undefined && isGone(found.error)) return <NotThere what={what} />;
  return (
    <>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.data !== undefined && show(found.data)}
    </>
  );
}
