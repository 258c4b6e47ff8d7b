// Where something is said in the room: as whom, in answer to what, and what still waits to go out.
import { CloseOutlined, SendOutlined } from "@ant-design/icons";
import { Button, Input, Select } from "antd";
import { type KeyboardEvent, useState } from "react";
import { useGet, usePost } from "@/api/queries";
import type { Answer, Of } from "@/api/types";
import { ProblemNote } from "@/parts/ProblemNote";
import { useCan } from "@/session/useMe";
import { WaitingPosts } from "./WaitingPosts";
import type { Item } from "./window";
import { useWords } from "./words";

interface Shown {
  room: Answer<"/api/v1/rooms/{id}", "get">;
  answered: Item | null;
  drop: () => void;
}

const LONGEST = 4000; // characters

export function Reply({ room, answered, drop }: Shown) {
  const { t } = useWords();
  const can = useCan();
  const seats = useGet("/api/v1/rooms/{id}/seats", { path: { id: room.id } });
  const [text, setText] = useState("");
  const [key, setKey] = useState(() => crypto.randomUUID()); // of this post: never said twice
  const [chosen, setChosen] = useState(0);
  const say = usePost("/api/v1/rooms/{id}/say", ["deliveries"]);
  const may = can("work", room);
  const found = seats.data?.items ?? [];
  const seat = found[chosen] ?? found[0];
  if (!may) return <p className="gk-reply gk-quiet">{t("mayNot")}</p>;
  if (seats.data && !seat) return <p className="gk-reply gk-quiet">{t("nobodySpeaks")}</p>;

  const send = () => {
    if (!text.trim() || say.isPending || !seat) return;
    const quoted = answered?.message ?? null;
    const body = {
      text,
      key,
      account: seat.account,
      plan: seat.plan,
      seat: seat.seat,
      ...(quoted ? { quote: quoted.id, mentions: quoted.own ? [] : [quoted.identity] } : {}),
    };
    say.mutate(
      { path: { id: room.id }, body },
      {
        onSuccess: () => {
          setText("");
          setKey(crypto.randomUUID());
          drop();
        },
      },
    );
  };
  const pressed = (event: KeyboardEvent) => {
    // While characters are composed, Enter chooses one of them.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="gk-reply"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <WaitingPosts room={room} />
      <ProblemNote error={seats.error} retry={() => void seats.refetch()} />
      <ProblemNote error={say.error} />
      {answered?.message && <Answered message={answered.message} drop={drop} />}
      <div className="gk-reply-row">
        {found.length > 1 && seat && (
          <Select
            className="gk-reply-seat"
            aria-label={t("as")}
            value={found.indexOf(seat)}
            onChange={setChosen}
            options={found.map((one, value) => ({ value, label: seatName(t, one) }))}
            popupMatchSelectWidth={false}
          />
        )}
        <Input.TextArea
          aria-label={t("say")}
          placeholder={t("say")}
          title={t("sendHint")}
          autoSize={{ minRows: 1, maxRows: 6 }}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={pressed}
        />
        <Button
          type="primary"
          htmlType="submit"
          icon={<SendOutlined />}
          loading={say.isPending}
          disabled={!text.trim() || !seat}
          aria-label={t("send")}
        />
      </div>
    </form>
  );
}

function seatName(t: ReturnType<typeof useWords>["t"], seat: Of<"SeatHere">): string {
  const name = seat.seat
    ? t("asSeat", { seat: seat.seat, title: seat.title })
    : t("asItself", { name: seat.name });
  return seat.able ? name : `${name} · ${t("signedOut")}`;
}

function Answered({ message, drop }: { message: NonNullable<Item["message"]>; drop: () => void }) {
  const { t } = useWords();
  return (
    <p className="gk-answered">
      <span>
        <b>{t("answering", { name: message.nickname || message.name })}</b> {message.text}
      </span>
      <Button
        size="small"
        type="text"
        icon={<CloseOutlined />}
        onClick={drop}
        aria-label={t("dropQuote")}
      />
    </p>
  );
}
