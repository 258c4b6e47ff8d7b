import { Sentence } from "@/parts/Sentence";
import { Time } from "@/parts/Time";
import { useWords } from "./words";

/** Who made a login or a key, and when. */
export function Made({ author, at }: { author: string; at: string }) {
  const { t } = useWords();
  return (
    <Sentence say={(time) => t("madeBy", { author, time })}>
      <Time at={at} />
    </Sentence>
  );
}
