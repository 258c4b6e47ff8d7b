// People who sign in.
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useList, usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { Listing } from "@/parts/Listing";
import { mayOf, sent } from "./grants";
import { LoginCard } from "./LoginCard";
import { MayDialog } from "./MayDialog";
import { Secret } from "./Secret";
import { useWords } from "./words";

export function Logins() {
  const { t } = useWords();
  const found = useList("/api/v1/logins", { query: {} });
  const [inviting, invite] = useState(false);
  const [given, give] = useState<Of<"Invited"> | null>(null);
  return (
    <>
      <div className="gk-bar">
        <Button type="primary" icon={<PlusOutlined />} onClick={() => invite(true)}>
          {t("invite")}
        </Button>
      </div>
      <Listing
        list={found}
        nothing={t("nobody")}
        className="gk-access"
        row={(one) => <LoginCard login={one} give={give} />}
      />
      {inviting && <Invite give={give} close={() => invite(false)} />}
      <Secret
        title={t("linkTitle", { name: given?.login.name ?? "" })}
        hint={t("linkHint")}
        secret={given && `${location.origin}/welcome#${given.key}`}
        close={() => give(null)}
      />
    </>
  );
}

function Invite({ give, close }: { give: (made: Of<"Invited">) => void; close: () => void }) {
  const { t } = useWords();
  const make = usePost("/api/v1/logins/make", ["audit"]);
  return (
    <MayDialog
      title={t("inviteTitle")}
      action={t("makeLink")}
      first={mayOf("viewer", [])}
      naming={{ label: t("name"), hint: t("nameHint") }}
      busy={make.isPending}
      error={make.error}
      act={({ name, may }) =>
        make.mutate(
          { body: { name, ...sent(may) } },
          {
            onSuccess: (made) => {
              close();
              give(made);
            },
          },
        )
      }
      close={close}
    />
  );
}
