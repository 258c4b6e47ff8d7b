// What hangs on a message: a labelled card. Nothing is fetched; a link is opened by who clicks it.
import {
  AppstoreOutlined,
  AudioOutlined,
  FileOutlined,
  IdcardOutlined,
  LinkOutlined,
  PictureOutlined,
  VideoCameraOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { hostOf, sizeOf } from "./attachment";
import type { Message } from "./marks";
import { useWords } from "./words";

const ICONS: Partial<Record<Message["kind"], ReactNode>> = {
  image: <PictureOutlined />,
  file: <FileOutlined />,
  audio: <AudioOutlined />,
  video: <VideoCameraOutlined />,
  link: <LinkOutlined />,
  card: <IdcardOutlined />,
  mini_program: <AppstoreOutlined />,
};

export function Attached({ message }: { message: Message }) {
  const { t } = useWords();
  const { kind, media } = message;
  if (!media && (kind === "text" || message.text)) return null;
  const host = hostOf(media?.url ?? "");
  const size = sizeOf(media?.size ?? null);
  return (
    <div className="gk-attached">
      <span className="gk-attached-icon" aria-hidden="true">
        {ICONS[kind] ?? <FileOutlined />}
      </span>
      <span>
        <b>{t(kind === "text" ? "file" : kind)}</b>
        {size && <span className="gk-quiet"> {t(size.unit, { size: size.count })}</span>}
        {media?.name && <span className="gk-attached-name">{media.name}</span>}
        {media?.description && (
          <span className="gk-quiet gk-attached-name">{media.description}</span>
        )}
        {host && (
          <a href={media?.url} target="_blank" rel="noopener noreferrer nofollow">
            {host}
          </a>
        )}
      </span>
    </div>
  );
}
