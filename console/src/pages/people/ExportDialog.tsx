// Everything that is held about a person, as one file; asked for with a reason.
import { useMutation } from "@tanstack/react-query";
import { App } from "antd";
import { download } from "@/api/client";
import { ReasonDialog } from "@/parts/ReasonDialog";
import { saveFile } from "@/parts/save";
import { useWords } from "./words";

export function ExportDialog({ student, close }: { student: number; close: () => void }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const get = useMutation({
    mutationFn: (reason: string) =>
      download("/api/v1/people/{id}/export", { path: { id: student }, body: { reason } }),
    onSuccess: ({ name, bytes }) => {
      saveFile(name, bytes);
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
