// Has an account that is not online try at once, and shows that it was told.
import { ReloadOutlined } from "@ant-design/icons";
import { Button, Flex } from "antd";
import { useEffect, useState } from "react";
import { usePost } from "@/api/queries";
import { ProblemNote } from "@/parts/ProblemNote";
import { useCan } from "@/session/useMe";
import { useWords } from "./words";

export function ConnectNow({ channel }: { channel: string }) {
  const { t } = useWords();
  const can = useCan();
  const connect = usePost("/api/v1/channels/{name}/connect");
  const [told, tell] = useState(0); // ms until it can be told so again
  useEffect(() => {
    if (told === 0) return;
    const timer = setTimeout(() => tell(0), told);
    return () => clearTimeout(timer);
  }, [told]);
  if (!can("decide", "everywhere")) return null;
  const ask = () =>
    connect.mutate(
      { path: { name: channel }, body: {} },
      { onSuccess: (found) => tell(found.again_in_seconds * 1000) },
    );
  return (
    <Flex vertical gap={8} align="start">
      <Button
        icon={<ReloadOutlined />}
        loading={connect.isPending}
        disabled={told > 0}
        onClick={ask}
      >
        {t("connect")}
      </Button>
      {told > 0 && (
        <span role="status" className="gk-quiet">
          {t("connecting_now")}
        </span>
      )}
      <ProblemNote error={connect.error} />
    </Flex>
  );
}
