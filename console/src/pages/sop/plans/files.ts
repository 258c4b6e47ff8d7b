// Files of the plan folder that can hang on a message. Pure.
import type { MediaKind } from "./says";

const ENDINGS: Partial<Record<MediaKind, RegExp>> = {
  image: /\.(png|jpe?g|gif|webp|bmp|heic)$/i,
  video: /\.(mp4|mov|m4v|avi|mkv|webm)$/i,
};

/** The files to offer for a kind: pictures for a picture; any for a file. */
export function filesFor(kind: MediaKind, files: readonly string[]): string[] {
  const ending = ENDINGS[kind];
  return ending ? files.filter((one) => ending.test(one)) : [...files];
}
