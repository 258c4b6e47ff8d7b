// One person: who they are, what was written of them, their way, what they said, how they stand.

import { useQueryClient } from "@tanstack/react-query";
import { Progress, Result, Tabs } from "antd";
import { useEffect } from "react";
import { useParams, useSearchParams } from "react-router";
import { stale, useGet } from "@/api/queries";
import type { Of } from "@/api/types";
import { isGone } from "@/parts/gone";
import { Loading } from "@/parts/Loading";
import { NotThere } from "@/parts/NotThere";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { Conduct } from "./Conduct";
import { NAMED_IN } from "./EraseDialog";
import { Head } from "./Head";
import { Menu } from "./Menu";
import { Overview } from "./Overview";
import { Said } from "./Said";
import { Way } from "./Way";
import { useWords } from "./words";
import "./people.css";

const LOOK = 1_000; // ms between two looks at how far an erasure is
const TABS = ["overview", "way", "messages", "standing"] as const;

export default function Person() {
  const { t } = useWords();
  const student = Number(useParams().student);
  const found = useGet("/api/v1/people/{id}", { path: { id: student } });
  if (found.isPending) return <Loading />;
  const person = found.data;
  // Also over what was found before: without it an old profile would look like today's.
  const problem = <ProblemNote error={found.error} retry={() => void found.refetch()} />;
  if (!person && isGone(found.error)) return <NotThere what="person" whole />;
  if (!person) return <Page title={t("title")}>{problem}</Page>;
  return (
    <Page
      title={person.name || (person.erasure ? t("erasedName") : String(person.student_id))}
      extra={<Menu person={person} />}
    >
      {problem}
      <Head person={person} />
      {person.erasure ? <Erased begun={person.erasure} /> : <Sections person={person} />}
    </Page>
  );
}

function Sections({ person }: { person: Of<"Profile"> }) {
  const { t } = useWords();
  const [address, setAddress] = useSearchParams();
  const given = address.get("tab");
  const open = TABS.find((one) => one === given) ?? "overview";
  const student = person.student_id;
  return (
    <Tabs
      activeKey={open}
      onChange={(tab) => setAddress(tab === "overview" ? {} : { tab }, { replace: true })}
      destroyOnHidden
      items={[
        { key: "overview", label: t("overview"), children: <Overview person={person} /> },
        { key: "way", label: t("way"), children: <Way student={student} /> },
        { key: "messages", label: t("messages"), children: <Said student={student} /> },
        { key: "standing", label: t("standing"), children: <Conduct student={student} /> },
      ]}
    />
  );
}

/** Nothing is left to show; while it is under way, how far it is. */
function Erased({ begun }: { begun: Of<"Erasure"> }) {
  const { t } = useWords();
  const found = useGet(
    "/api/v1/erasures/{id}",
    { path: { id: begun.id } },
    { enabled: begun.ended === null, refetchInterval: (last) => (last?.ended ? false : LOOK) },
  );
  const now = found.data ?? begun;
  const client = useQueryClient();
  const ended = begun.ended === null && found.data?.ended;
  useEffect(() => {
    if (ended) void stale(client, NAMED_IN); // what was looked up meanwhile still had their words
  }, [client, ended]);
  const percent = Math.round(now.share * 100);
  if (now.ended) return <Result status="info" title={t("erased")} />;
  return (
    <Result
      status="info"
      title={t("erasing", { percent })}
      extra={<Progress percent={percent} showInfo={false} aria-label={t("erase")} />}
    />
  );
}
