// People who sign in.
import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { itemsOf, useList, usePost } from "@/api/queries";
import type { Of } from "@/api/types";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { LoadMore } from "@/parts/LoadMore";
import { ProblemNote } from "@/parts/ProblemNote";
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
  const logins = itemsOf(found);
  if (found.isPending) return <Loading />;
  return (
    <>
      <div className="gk-bar">
        <Button type="primary" icon={<PlusOutlined />} onClick={() => invite(true)}>
          {t("invite")}
        </Button>
      </div>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {logins.length === 0 && !found.error && <Empty hint={t("nobody")} />}
      <ul className="gk-access">
        {logins.map((one) => (
          <LoginCard key={one.id} login={one} give={give} />
        ))}
      </ul>
      <LoadMore list={found} />
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
