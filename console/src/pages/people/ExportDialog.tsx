// Everything that is held about a person, as one file; asked for with a reason.
import { useMutation } from "@tanstack/react-query";
import { App } from "antd";
import { download } from "@/api/client";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { useWords } from "./words";

export function ExportDialog({ student, close }: { student: number; close: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const get = useMutation({
    mutationFn: (reason: string) =>
      download("/api/v1/people/{id}/export", { path: { id: student }, body: { reason } }),
    onSuccess: ({ name, bytes }) => {
      save(name, bytes);
      void message.success(t("exported"));
      close();
    },
  });
  return (
    <ReasonDialog
      open
      title={t("exportTitle", { student })}
      action={t("exportDo")}
      busy={get.isPending}
      error={get.error}
      act={(reason) => get.mutate(reason)}
      close={close}
    >
      <p>{t("exportBody")}</p>
    </ReasonDialog>
  );
}

function save(name: string, bytes: Blob): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then; at once some would save an empty file.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
