// Colleagues: who they are, by which accounts they are known, how they are told of alerts.
import { PlusOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useGet } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { useCan } from "@/session/useMe";
import { ChangeDialog } from "../ChangeDialog";
import type { Edit } from "../edits";
import { Frame } from "../Frame";
import { ColleagueCard } from "./ColleagueCard";
import { ColleagueForm } from "./ColleagueForm";
import {
  adding,
  type Colleague,
  changing,
  type Draft,
  draftOf,
  NOBODY,
  removing,
} from "./colleague";
import { useWords } from "./words";

const NONE: readonly Edit[] = [];

export default function Staff() {
  const { t, language } = useWords();
  const can = useCan();
  const found = useGet("/api/v1/settings/staff", { query: { language } }, { keep: true });
  const lists = useGet("/api/v1/settings", { query: { section: "rooms.defaults.staff" } });
  const fallback = useGet("/api/v1/settings", { query: { section: "alerts.fallback_staff" } });
  const [open, setOpen] = useState<Colleague | "new" | null>(null);
  const [edits, ask] = useState<readonly Edit[]>(NONE);
  if (found.isPending) return <Loading />;
  const standing = found.data?.standing;
  const people = found.data?.items ?? [];
  const locked = !standing?.editable || !can("keep", "everywhere");
  const known = [...(lists.data?.items ?? []), ...(fallback.data?.items ?? [])];
  return (
    <Frame
      standing={standing}
      extra={
        !locked && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen("new")}>
            {t("add")}
          </Button>
        )
      }
    >
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {people.length === 0 && !found.error && <Empty hint={t("none")}>{t("noneHint")}</Empty>}
      <ul className="gk-cards">
        {people.map((one) => (
          <ColleagueCard
            key={one.name}
            colleague={one}
            version={standing?.version ?? ""}
            locked={locked}
            edit={() => setOpen(one)}
            remove={() => ask(removing(one, known))}
          />
        ))}
      </ul>
      <Editing
        open={open}
        people={people}
        close={() => setOpen(null)}
        submit={(draft, known) => ask(known ? changing(known, draft) : adding(draft))}
      />
      <ChangeDialog
        edits={edits}
        version={standing?.version ?? ""}
        close={() => ask(NONE)}
        done={() => {
          ask(NONE);
          setOpen(null);
        }}
      />
    </Frame>
  );
}

interface Asked {
  open: Colleague | "new" | null;
  people: readonly Colleague[];
  close: () => void;
  submit: (draft: Draft, known: Colleague | null) => void;
}

function Editing({ open, people, close, submit }: Asked) {
  const { t } = useWords();
  const known = open === "new" ? null : open;
  return (
    <Modal
      open={open !== null}
      title={known ? t("editTitle", { name: known.name }) : t("addTitle")}
      footer={null}
      onCancel={close}
      width={640}
      destroyOnHidden
    >
      <ColleagueForm
        first={known ? draftOf(known) : NOBODY}
        taken={known ? null : people.map((one) => one.name)}
        submit={(draft) => submit(draft, known)}
      />
    </Modal>
  );
}
