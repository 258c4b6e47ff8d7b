// Who is signed in, at the foot of the menu; a click opens what they may choose for themselves.
import { UserOutlined } from "@ant-design/icons";
import { Button, Popover } from "antd";
import { lazy, Suspense, useState } from "react";
import { Loading } from "@/parts/Loading";
import { useMe } from "@/session/useMe";

/** Loaded when it is opened first. */
export const Choices = lazy(() => import("./Choices"));

export function Person({ folded }: { folded: boolean }) {
  const { me } = useMe();
  const [open, setOpen] = useState(false);
  const panel = (
    <Suspense fallback={<Loading />}>
      <Choices close={() => setOpen(false)} />
    </Suspense>
  );
  return (
    <Popover content={panel} trigger="click" placement="topLeft" open={open} onOpenChange={setOpen}>
      <Button type="text" className="gk-person" aria-expanded={open} icon={<UserOutlined />}>
        <span className={folded ? "gk-unseen" : "gk-person-name"}>{me?.name}</span>
      </Button>
    </Popover>
  );
}
