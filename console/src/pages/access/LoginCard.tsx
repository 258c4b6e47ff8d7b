// One person who signs in: what they may, how their login stands, what can be done about it.
import { Button, Popconfirm, Tag } from "antd";
import { useState } from "react";
import { usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { ProblemNote } from "@/parts/ProblemNote";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { useMe } from "@/session/useMe";
import { mayOf, sent } from "./grants";
import { Made } from "./Made";
import { MayDialog } from "./MayDialog";
import { MayTags } from "./MayTags";
import { useWords } from "./words";

type Login = Of<"Login">;
interface Given {
  login: Login;
  give: (made: Of<"Invited">) => void;
}

export function LoginCard({ login, give }: Given) {
  const { t } = useWords();
  const { me } = useMe();
  return (
    <li className="gk-access-one" data-login={login.name}>
      <div className="gk-access-head">
        <strong>{login.name}</strong>
        {me?.login === login.id && <Tag>{t("you")}</Tag>}
        {login.disabled && <Tag color="error">{t("disabled")}</Tag>}
        {!login.welcomed && !login.disabled && <Tag color="warning">{t("waits")}</Tag>}
      </div>
      <div className="gk-access-tags">
        <MayTags role={login.role} grants={login.grants} />
      </div>
      <p className="gk-quiet">
        {login.coded ? t("coded") : t("uncoded")} · <Made author={login.author} at={login.made} />
      </p>
      <Acts login={login} give={give} />
    </li>
  );
}

function Acts({ login, give }: Given) {
  const { t } = useWords();
  const [editing, edit] = useState(false);
  const [ending, end] = useState(false);
  const link = usePost("/api/v1/logins/{id}/link", ["audit"]);
  const enable = usePost("/api/v1/logins/{id}/enable", ["audit"]);
  const path = { id: login.id };
  return (
    <>
      <div className="gk-access-acts">
        <Button size="small" onClick={() => edit(true)}>
          {t("edit")}
        </Button>
        {!login.disabled && (
          <Popconfirm
            title={t("newLinkAsk", { name: login.name })}
            description={<div className="gk-access-hint">{t("newLinkHint")}</div>}
            okText={t("makeLink")}
            cancelText={t("cancel")}
            onConfirm={() => link.mutate({ path }, { onSuccess: give })}
          >
            <Button size="small" loading={link.isPending}>
              {t("newLink")}
            </Button>
          </Popconfirm>
        )}
        {login.disabled ? (
          <Button
            size="small"
            loading={enable.isPending}
            onClick={() => enable.mutate({ path, body: { reason: "" } })}
          >
            {t("enable")}
          </Button>
        ) : (
          <Button size="small" danger onClick={() => end(true)}>
            {t("disable")}
          </Button>
        )}
      </div>
      <ProblemNote error={link.error ?? enable.error} />
      {editing && <Edit login={login} close={() => edit(false)} />}
      <Disable login={login} open={ending} close={() => end(false)} />
    </>
  );
}

function Edit({ login, close }: { login: Login; close: () => void }) {
  const { t } = useWords();
  const change = usePost("/api/v1/logins/{id}/role", ["audit", "session"]);
  return (
    <MayDialog
      title={t("editTitle", { name: login.name })}
      action={t("save")}
      first={mayOf(login.role, login.grants)}
      busy={change.isPending}
      error={change.error}
      act={({ may }) =>
        change.mutate({ path: { id: login.id }, body: sent(may) }, { onSuccess: close })
      }
      close={close}
    />
  );
}

function Disable({ login, open, close }: { login: Login; open: boolean; close: () => void }) {
  const { t } = useWords();
  const disable = usePost("/api/v1/logins/{id}/disable", ["audit"]);
  return (
    <ReasonDialog
      open={open}
      title={t("disableTitle", { name: login.name })}
      action={t("disable")}
      danger
      busy={disable.isPending}
      error={disable.error}
      act={(reason) =>
        disable.mutate({ path: { id: login.id }, body: { reason } }, { onSuccess: close })
      }
      close={close}
    >
      <p>{t("disableHint")}</p>
    </ReasonDialog>
  );
}
