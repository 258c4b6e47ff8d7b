// Keys of programs: made, shown once, revoked.
import { PlusOutlined } from "@ant-design/icons";
import { Button, Tag } from "antd";
import { useState } from "react";
import { useList, usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { Listing } from "@/parts/Listing";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { Sentence } from "@/parts/Sentence";
import { Time, useNow } from "@/parts/Time";
import { mayOf, sent } from "./grants";
import { Made } from "./Made";
import { MayDialog } from "./MayDialog";
import { MayTags } from "./MayTags";
import { Secret } from "./Secret";
import { useWords } from "./words";

type Token = Of<"Token">;

export function Tokens() {
  const { t } = useWords();
  const found = useList("/api/v1/tokens", { query: {} });
  const [making, make] = useState(false);
  const [given, give] = useState<Of<"NewToken"> | null>(null);
  return (
    <>
      <div className="gk-bar">
        <Button type="primary" icon={<PlusOutlined />} onClick={() => make(true)}>
          {t("makeToken")}
        </Button>
      </div>
      <Listing
        list={found}
        nothing={t("noTokens")}
        className="gk-access"
        row={(one) => <TokenCard token={one} />}
      />
      {making && <Make give={give} close={() => make(false)} />}
      <Secret
        title={t("tokenTitle", { name: given?.token.name ?? "" })}
        hint={t("tokenHint")}
        secret={given?.key ?? null}
        close={() => give(null)}
      />
    </>
  );
}

function Make({ give, close }: { give: (made: Of<"NewToken">) => void; close: () => void }) {
  const { t } = useWords();
  const made = usePost("/api/v1/tokens/make", ["audit"]);
  return (
    <MayDialog
      title={t("makeTokenTitle")}
      action={t("make")}
      first={mayOf("viewer", [])}
      naming={{ label: t("tokenName"), hint: t("tokenNameHint") }}
      term
      busy={made.isPending}
      error={made.error}
      act={({ name, may, days }) =>
        made.mutate(
          { body: { name, days, ...sent(may) } },
          {
            onSuccess: (token) => {
              close();
              give(token);
            },
          },
        )
      }
      close={close}
    />
  );
}

function TokenCard({ token }: { token: Token }) {
  const { t } = useWords();
  const [ending, end] = useState(false);
  const revoke = usePost("/api/v1/tokens/{id}/revoke", ["audit"]);
  const act = (reason: string) =>
    revoke.mutate({ path: { id: token.id }, body: { reason } }, { onSuccess: () => end(false) });
  return (
    <li className="gk-access-one" data-token={token.name}>
      <div className="gk-access-head">
        <strong>{token.name}</strong>
        <Standing token={token} />
      </div>
      <div className="gk-access-tags">
        <MayTags role={token.role} grants={token.grants} />
      </div>
      <p className="gk-quiet">
        {token.used ? (
          <Sentence say={(time) => t("used", { time })}>
            <Time at={token.used} />
          </Sentence>
        ) : (
          t("unused")
        )}{" "}
        · <Made author={token.author} at={token.made} />
      </p>
      {!token.revoked && (
        <div className="gk-access-acts">
          <Button size="small" danger onClick={() => end(true)}>
            {t("revoke")}
          </Button>
        </div>
      )}
      <ReasonDialog
        open={ending}
        title={t("revokeTitle", { name: token.name })}
        action={t("revoke")}
        danger
        busy={revoke.isPending}
        error={revoke.error}
        act={act}
        close={() => end(false)}
      >
        <p>{t("revokeHint")}</p>
      </ReasonDialog>
    </li>
  );
}

function Standing({ token }: { token: Token }) {
  const { t } = useWords();
  const now = useNow();
  if (token.revoked)
    return <Tag color="error">{t("revokedBy", { name: token.revoked_by ?? "" })}</Tag>;
  if (!token.expires) return <Tag>{t("holds")}</Tag>;
  if (new Date(token.expires) <= now) return <Tag color="error">{t("expired")}</Tag>;
  return (
    <Tag>
      <Sentence say={(time) => t("holdsUntil", { time })}>
        <Time at={token.expires} />
      </Sentence>
    </Tag>
  );
}
