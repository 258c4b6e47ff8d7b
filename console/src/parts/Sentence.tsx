import type { ReactNode } from "react";
import { around } from "./sentences";

/** A sentence with a time, a tag or a link where its language wants it: never made of halves. */
export function Sentence({
  say,
  children,
}: {
  say: (here: string) => string;
  children: ReactNode;
}) {
  const [before, after] = around(say);
  return (
    <>
      {before}
      {children}
      {after}
    </>
  );
}
