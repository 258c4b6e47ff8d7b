// The content library: what may be said, what waits for an approval, and why.
import { Collapse, Input, Tag } from "antd";
import { useState } from "react";
import { itemsOf, useList } from "@/api/queries";
import type { Of } from "@/api/types";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { oneOf } from "@/parts/oneOf";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { Piece } from "./Piece";
import { useWords } from "./words";
import "./content.css";

const KINDS = ["text", "image", "file", "video", "link", "mini_program"] as const;

export default function Content() {
  const { t } = useWords();
  const found = useList("/api/v1/content", { query: { limit: 200 } });
  const [wanted, setWanted] = useState("");
  const pieces = itemsOf(found).filter((one) =>
    `${one.id} ${one.title}`.toLowerCase().includes(wanted.trim().toLowerCase()),
  );
  const items = pieces.map((one) => ({
    key: one.id,
    label: <Head piece={one} />,
    children: <Piece name={one.id} />,
  }));
  return (
    <Page title={t("content")}>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && !found.error && <Loading />}
      {found.isSuccess && itemsOf(found).length === 0 && <Empty hint={t("none")} />}
      {itemsOf(found).length > 0 && (
        <Input.Search
          className="gk-content-find"
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          placeholder={t("find")}
          aria-label={t("find")}
          allowClear
        />
      )}
      {items.length > 0 && <Collapse items={items} destroyOnHidden />}
      <LoadMore list={found} />
    </Page>
  );
}

function Head({ piece }: { piece: Of<"Piece"> }) {
  const { t } = useWords();
  const kind = oneOf(KINDS, piece.kind);
  return (
    <span className="gk-content-head">
      <strong>{piece.title || piece.id}</strong>
      <code>{piece.id}</code>
      <Tag>{kind ? t(`kind_${kind}`) : piece.kind}</Tag>
      <Tag color={piece.ready ? "success" : "warning"}>{t(piece.ready ? "ready" : "notReady")}</Tag>
      {piece.why && <span className="gk-quiet">{piece.why}</span>}
    </span>
  );
}
