// The end of a list that goes on: loads the next part when it comes into view, or by a click.
import { Button } from "antd";
import { useEffect, useRef, useState } from "react";
import { type Listed, useMore } from "./useMore";
import { useWords } from "./words";

export function LoadMore({ list }: { list: Listed }) {
  const { t } = useWords();
  const foot = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    const seen = foot.current;
    if (!seen || !hasNextPage) return undefined;
    const watcher = new IntersectionObserver((found) => {
      setNear(found.at(-1)?.isIntersecting ?? false);
    });
    watcher.observe(seen);
    return () => watcher.disconnect();
  }, [hasNextPage]);
  useMore(list, near);
  if (!hasNextPage) return null;
  return (
    <div ref={foot} className="gk-centre gk-more">
      <Button onClick={() => fetchNextPage()} loading={isFetchingNextPage}>
        {t("more")}
      </Button>
    </div>
  );
}
