// A new plan: from one that comes along, or an empty one. Nothing is saved before somebody says so.
import { Button, Modal } from "antd";
import { useNavigate } from "react-router";
import { itemsOf, useList } from "@/api/queries";
import { Loading } from "@/parts/Loading";
import { ProblemNote } from "@/parts/ProblemNote";
import { freeName } from "./fresh";
import { useWords } from "./words";

interface Given {
  open: boolean;
  close: () => void;
  taken: readonly { name: string }[];
}

export function NewPlan({ open, close, taken }: Given) {
  const { t } = useWords();
  const navigate = useNavigate();
  const found = useList("/api/v1/plan-library", { query: { limit: 100 } }, { enabled: open });
  const begin = (from: string, name: string) => {
    const free = freeName(
      name,
      taken.map((one) => one.name),
    );
    void navigate(`/sop/plans/${encodeURIComponent(free)}?from=${encodeURIComponent(from)}`);
  };
  return (
    <Modal open={open} onCancel={close} footer={null} title={t("chooseTemplate")} destroyOnHidden>
      <ProblemNote error={found.error} />
      {found.isPending && <Loading />}
      <ul className="gk-templates">
        <li>
          <strong>{t("empty")}</strong>
          <p>{t("emptyAbout")}</p>
          <Button onClick={() => begin("empty", "my-plan")}>{t("begin")}</Button>
        </li>
        {itemsOf(found).map((one) => (
          <li key={one.name}>
            <strong>{one.title}</strong> <code>{one.name}</code>
            <p>{one.about}</p>
            <p className="gk-quiet">
              {t("stepCount", { count: one.steps })}
              {one.needs_event && <span> · {t("needsEvent")}</span>}
            </p>
            <Button
              onClick={() => begin(one.name, one.name)}
              aria-label={t("beginWith", { title: one.title })}
            >
              {t("begin")}
            </Button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
