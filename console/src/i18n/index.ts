// Words in both languages. A page brings its own: `export const useWords = words("rooms", { zh, en })`.
import i18next, { type TOptions } from "i18next";
import { type Language, usePreference } from "@/app/preferences";

export type { Language };

type Base<K> = K extends `${infer B}_one` | `${infer B}_other` ? B : K;
type Named<S> = S extends `${string}{{${infer P}}}${infer Rest}` ? P | Named<Rest> : never;
type Said<T, K extends string> = K extends keyof T
  ? T[K]
  : `${K}_other` extends keyof T
    ? T[`${K}_other`]
    : never;
type Given<S> = [Named<S>] extends [never] ? [] : [given: Record<Named<S>, string | number>];

/** Says one sentence; the `{{names}}` in it must be given. `{{count}}` chooses English's plural. */
export type Say<T> = <K extends Base<keyof T> & string>(
  key: K,
  ...given: Given<Said<T, K>>
) => string;

type Both<T> = { zh: T; en: { [K in keyof NoInfer<T>]: string } & Record<string, string> };

/** The hook that says the words of one part; what it was made of stays readable for tests. */
export interface Words<T> {
  (): { t: Say<T>; language: Language };
  part: string;
  both: { zh: Record<string, string>; en: Record<string, string> };
}

void i18next.init({
  fallbackLng: "zh",
  resources: {},
  initAsync: false,
  interpolation: { escapeValue: false }, // React escapes; nothing here becomes HTML
});

/**
 * The words of one part, and the hook that says them. English has every key of Chinese; where it
 * counts it has `_one` beside `_other`, Chinese has `_other` only.
 */
export function words<const T extends Record<string, string>>(
  part: string,
  both: Both<T>,
): Words<T> {
  i18next.addResourceBundle("zh", part, both.zh);
  i18next.addResourceBundle("en", part, both.en);
  const use = () => {
    const language = usePreference("language");
    const say = (key: string, given?: TOptions) =>
      i18next.t(key, { ...given, ns: part, lng: language });
    return { t: say as unknown as Say<T>, language };
  };
  return Object.assign(use, { part, both });
}
