// The end of a list that goes on: loads the next part when it comes into view, or by a click.
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { useWords } from "./words";

interface Listed {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

export function LoadMore({ list }: { list: Listed }) {
  const { t } = useWords();
  const foot = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    const seen = foot.current;
    if (!seen || !hasNextPage || isFetchingNextPage) return undefined;
    const watcher = new IntersectionObserver((found) => {
      if (found.some((one) => one.isIntersecting)) fetchNextPage();
    });
    watcher.observe(seen);
    return () => watcher.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <div ref={foot} className="gk-centre gk-more">
      <Button onClick={() => fetchNextPage()} loading={isFetchingNextPage}>
        {t("more")}
      </Button>
    </div>
  );
}
