// People: found by number, name or tag while one types; by keyboard or by thumb.
import { SearchOutlined } from "@ant-design/icons";
import { Input, type InputRef, Select } from "antd";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useNavigate, useNavigationType, useSearchParams } from "react-router";
import { itemsOf, useGet, useList } from "@/api/queries";
import { Empty } from "@/parts/Empty";
import { Loading } from "@/parts/Loading";
import { Page } from "@/parts/Page";
import { ProblemNote } from "@/parts/ProblemNote";
import { RoomPicker } from "@/parts/RoomPicker";
import { ShortcutHelp, useShortcuts } from "@/parts/Shortcuts";
import { useCan } from "@/session/useMe";
import { type Asked, addressed, askedOf, moved, queryOf } from "./asked";
import { Found } from "./Found";
import { useWords } from "./words";
import "./people.css";

const PAUSE = 120; // ms without a key before it is looked up

export default function People() {
  const { t } = useWords();
  const go = useNavigate();
  const [address, setAddress] = useSearchParams();
  const asked = askedOf(address);
  const [typed, setTyped] = useState(asked.find);
  const [chosen, setChosen] = useState<number | null>(null);
  const field = useRef<InputRef>(null);
  const ask = (more: Partial<Asked>) => {
    setChosen(null);
    setAddress(addressed({ ...asked, ...more }), { replace: true });
  };
  const settled = useSettled(typed);
  const way = useNavigationType();
  const [last, setLast] = useState(asked.find);
  if (asked.find !== last) {
    setLast(asked.find);
    if (way !== "REPLACE") setTyped(asked.find); // a link or "back" led here, not what was typed
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed is put into the address
  useEffect(() => {
    if (settled !== asked.find) ask({ find: settled });
  }, [settled]);
  const looked = useDeferredValue(asked);
  const query = queryOf(looked);
  const found = useList("/api/v1/people", { query: { ...query, limit: 100 } }, { keep: true });
  // Until then the list is what was found for other words: Enter would open somebody else.
  const fits = looked.find === typed && !found.isPlaceholderData;
  const people = itemsOf(found);
  const open = (index: number | null) => {
    const one = people[index ?? 0];
    if (one) void go(`/people/${one.student_id}`);
  };
  const shortcuts = [{ key: "/", label: t("findKey"), act: () => field.current?.focus() }];
  useShortcuts(shortcuts);
  return (
    <Page title={t("title")} extra={<ShortcutHelp shortcuts={shortcuts} />}>
      <search className="gk-bar">
        <Input
          ref={field}
          className="gk-people-find gk-grow"
          prefix={<SearchOutlined />}
          aria-label={t("findLabel")}
          placeholder={t("find")}
          value={typed}
          allowClear
          autoFocus={!matchMedia("(pointer: coarse)").matches} // it would cover half a phone with keys
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && fits) open(chosen);
            if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
            event.preventDefault();
            setChosen(moved(chosen, event.key, people.length));
          }}
        />
        <TagPicker value={asked.tag} onChange={(tag) => ask({ tag })} />
        <RoomPicker value={asked.room} onChange={(room) => ask({ room })} />
      </search>
      <ProblemNote error={found.error} retry={() => void found.refetch()} />
      {found.isPending && <Loading />}
      {!found.isPending && !found.error && people.length === 0 && (
        <Empty hint={settled ? t("nobody") : t("noPeople")}>
          {settled && <p className="gk-quiet">{t("nobodyHint")}</p>}
        </Empty>
      )}
      <Found list={found} people={people} chosen={chosen} />
    </Page>
  );
}

/** What was typed, once nobody types on. */
function useSettled(typed: string): string {
  const [settled, settle] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => settle(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}

function TagPicker(picked: { value: string | null; onChange: (tag: string | null) => void }) {
  const { t } = useWords();
  const can = useCan();
  const everywhere = can("see", "everywhere"); // tags are counted over all rooms
  const tags = useGet("/api/v1/tags", {}, { staleTime: 60_000, enabled: everywhere });
  if (!everywhere || !tags.data?.items.length) return null;
  return (
    <Select<string>
      className="gk-picker"
      aria-label={t("tags")}
      placeholder={t("anyTag")}
      allowClear
      showSearch
      value={picked.value}
      onChange={(tag: string | undefined) => picked.onChange(tag ?? null)}
      options={tags.data.items.map((one) => ({
        value: one.tag,
        label: `${one.tag} ${one.people}`,
      }))}
    />
  );
}
