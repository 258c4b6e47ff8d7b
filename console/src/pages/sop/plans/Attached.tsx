// What hangs on a message: a link card, a picture, a file, a video, or a piece of the content library.
import { createContext, useContext } from "react";
import { oneOf } from "@/parts/oneOf";
import { withKey, withValue } from "./edit";
import { Choice, Field } from "./Field";
import type { Edit } from "./FormTab";
import { filesFor } from "./files";
import { useWords } from "./formWords";
import { OnlyKeys } from "./OnlyKeys";
import type { Path } from "./place";
import { MEDIA_KINDS, type MediaKind, type MediaShape, type MessageShape } from "./says";

/** What can be chosen: files of the plan folder, pieces of the content library. */
export const Offered = createContext<{ files: readonly string[]; pieces: readonly string[] }>({
  files: [],
  pieces: [],
});

interface Given {
  message: MessageShape;
  at: Path;
  edit: Edit;
  may: boolean;
}

const CONTENT = "content";
const BEYOND = "beyond"; // a mini-program, say
type Kind = MediaKind | typeof CONTENT | typeof BEYOND | "";

function kindOf({ media, content }: MessageShape): Kind {
  if (media) return media.kind ?? BEYOND;
  return content ? CONTENT : "";
}

export function AttachedFields({ message, at, edit, may }: Given) {
  const { t } = useWords();
  const { pieces } = useContext(Offered);
  const { media, content } = message;
  const kind = kindOf(message);
  const names: Kind[] = ["", ...MEDIA_KINDS];
  if (pieces.length > 0 || content) names.push(CONTENT);
  if (kind === BEYOND) names.push(BEYOND);
  const options = names.map((one) => ({
    value: one,
    label: t(one ? `media_${one}` : "media_none"),
  }));
  const choose = (chosen: string) => edit((text) => chosenText(text, at, message, chosen, pieces));
  if (media === null && !may && !content) return null;
  return (
    <div className="gk-fields gk-attached">
      <Choice
        label={t("attached")}
        value={kind}
        disabled={!may || kind === BEYOND}
        options={options}
        commit={choose}
      />
      {media?.kind && <Source media={media} here={[...at, "media"]} edit={edit} may={may} />}
      {content && (
        <Choice
          label={t("media_content")}
          value={content}
          disabled={!may}
          options={pieces.map((one) => ({ value: one, label: one }))}
          commit={(one) => edit((text) => withValue(text, [...at, "content"], one))}
        />
      )}
      {media && <OnlyKeys keys={media.others} />}
      {media && content && <OnlyKeys keys={["content"]} />}
    </div>
  );
}

function Source({
  media,
  here,
  edit,
  may,
}: {
  media: MediaShape;
  here: Path;
  edit: Edit;
  may: boolean;
}) {
  const { t } = useWords();
  const { files } = useContext(Offered);
  const { kind } = media;
  if (!kind) return null;
  const write = (key: string, value: string | undefined) =>
    edit((text) => withValue(text, [...here, key], value));
  const card = kind === "link";
  return (
    <>
      <Field
        label={t(card ? "address" : "fileOrAddress")}
        value={media.source}
        hint={card ? "https://…" : t("fileHint")}
        disabled={!may}
        options={card ? [] : filesFor(kind, files)}
        commit={(one) => write(kind, one.trim())}
      />
      {(card || media.title) && (
        <Field
          label={t("cardTitle")}
          value={media.title}
          disabled={!may}
          commit={(one) => write("title", one.trim() || undefined)}
        />
      )}
      {(card || media.description) && (
        <Field
          label={t("cardAbout")}
          value={media.description}
          disabled={!may}
          commit={(one) => write("description", one.trim() || undefined)}
        />
      )}
    </>
  );
}

/** The text with something else hanging on a message; what stands there goes along where it can. */
function chosenText(
  text: string,
  at: Path,
  { media, content }: MessageShape,
  chosen: string,
  pieces: readonly string[],
): string {
  const here = [...at, "media"];
  const kind = oneOf(MEDIA_KINDS, chosen);
  if (kind && media?.kind) return withKey(text, here, media.kind, kind, media.source);
  const without = media ? withValue(text, here, undefined) : text;
  if (chosen === CONTENT) return withValue(without, [...at, "content"], pieces[0] ?? "");
  const bare = content ? withValue(without, [...at, "content"], undefined) : without;
  return kind ? withValue(bare, here, { [kind]: kind === "link" ? "https://" : "" }) : bare;
}
