// What can be done with a person's data: merged, given out, erased. Each only by who may.
import { DeleteOutlined, DownloadOutlined, MergeCellsOutlined } from "@ant-design/icons";
import { Button, Flex } from "antd";
import { useState } from "react";
import type { Of } from "@/api/types";
import { useCan } from "@/session/useMe";
import { EraseDialog } from "./EraseDialog";
import { ExportDialog } from "./ExportDialog";
import { MergeDialog } from "./MergeDialog";
import { useWords } from "./words";

type Open = "merge" | "export" | "erase" | null;

export function Menu({ person }: { person: Of<"Profile"> }) {
  const { t } = useWords();
  const can = useCan();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const decides = can("decide", "everywhere");
  if (person.erasure) return null;
  return (
    <Flex gap={8} wrap>
      {decides && (
        <Button icon={<MergeCellsOutlined />} onClick={() => setOpen("merge")}>
          {t("mergeDo")}
        </Button>
      )}
      {decides && (
        <Button icon={<DownloadOutlined />} title={t("export")} onClick={() => setOpen("export")}>
          {t("exportDo")}
        </Button>
      )}
      {can("keep", "everywhere") && (
        <Button
          danger
          icon={<DeleteOutlined />}
          aria-label={t("erase")}
          title={t("erase")}
          onClick={() => setOpen("erase")}
        />
      )}
      {open === "merge" && <MergeDialog person={person} close={close} />}
      {open === "export" && <ExportDialog student={person.student_id} close={close} />}
      {open === "erase" && <EraseDialog person={person} close={close} />}
    </Flex>
  );
}
