// One piece of the library: its text, who may say it, and its approvals.

import { Button, Tag } from "antd";
import { useState } from "react";
import { useGet, usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { listed } from "@/parts/sentences";
import { Time } from "@/parts/Time";
import { useTitled } from "@/parts/useTitled";
import { useCan } from "@/session/useMe";
import { useWords } from "./words";

type Whole = Of<"PieceText">;
const HOUR = 3600; // seconds

export function Piece({ name }: { name: string }) {
  const found = useGet("/api/v1/content/{name}", { path: { name } });
  const piece = found.data;
  if (!piece) return found.error ? <ProblemNote error={found.error} /> : <Loading />;
  return (
    <>
      <p className="gk-content-text">{piece.text}</p>
      <Facts piece={piece} />
      <Approvals piece={piece} />
    </>
  );
}

function Facts({ piece }: { piece: Whole }) {
  const { t, language } = useWords();
  const titled = useTitled();
  const hours = Math.round(piece.lead_time_seconds / HOUR);
  return (
    <p className="gk-content-head gk-quiet">
      {piece.media && <span>{t("media", { name: piece.media })}</span>}
      {piece.version && <span>{t("version", { version: piece.version })}</span>}
      {piece.author && <span>{t("author", { name: titled(piece.author) })}</span>}
      {hours > 0 && <span>{t("lead", { hours })}</span>}
      {piece.expires && <span>{t("expires", { date: piece.expires })}</span>}
      {piece.seats.length > 0 && (
        <span>{t("seats", { names: listed(piece.seats, language) })}</span>
      )}
      {piece.roles.length > 0 && (
        <span>{t("roles", { names: listed(piece.roles, language) })}</span>
      )}
    </p>
  );
}

function Approvals({ piece }: { piece: Whole }) {
  const { t } = useWords();
  const titled = useTitled();
  const may = useCan()("plan");
  const [asking, setAsking] = useState<"approve" | "withdraw" | null>(null);
  const approve = usePost("/api/v1/content/{name}/approve");
  const withdraw = usePost("/api/v1/content/{name}/withdraw");
  const path = { name: piece.id };
  const done = { onSuccess: () => setAsking(null) };
  const act = (reason: string) =>
    asking === "approve"
      ? approve.mutate({ path, body: { mark: piece.mark, reason } }, done)
      : withdraw.mutate({ path, body: { reason } }, done);
  const title = piece.title || piece.id;
  const approving = asking !== "withdraw";
  return (
    <>
      <div className="gk-content-head">
        {piece.approved_by && <Tag>{t("approvedBy", { name: titled(piece.approved_by) })}</Tag>}
        {may && !piece.approved_by && (
          <Button type="primary" onClick={() => setAsking("approve")}>
            {t("approve")}
          </Button>
        )}
        {may && piece.approved_by && (
          <Button onClick={() => setAsking("withdraw")}>{t("withdraw")}</Button>
        )}
      </div>
      {piece.history.length > 0 && <h2 className="gk-content-history">{t("history")}</h2>}
      <ul className="gk-content-words">
        {piece.history.map((one) => (
          <li key={`${one.at} ${one.by}`}>
            <Time at={one.at} /> <bdi>{one.by}</bdi> {t(one.given ? "given" : "taken")}
            {one.reason && <span className="gk-quiet"> {one.reason}</span>}
          </li>
        ))}
      </ul>
      <ReasonDialog
        open={asking !== null}
        title={t(approving ? "approveTitle" : "withdrawTitle", { title })}
        action={t(approving ? "approve" : "withdraw")}
        danger={!approving}
        busy={approve.isPending || withdraw.isPending}
        error={approving ? approve.error : withdraw.error}
        act={act}
        close={() => setAsking(null)}
      >
        <p>{t(approving ? "approveHint" : "withdrawHint")}</p>
      </ReasonDialog>
    </>
  );
}
