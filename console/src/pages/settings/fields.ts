// Which settings the pages offer, by which control, under which words.
import type { FieldWord } from "./fieldWords";

export type Control =
  | "switch"
  | "number"
  | "share" // 0 to 1
  | "text"
  | "long"
  | "length"
  | "choice"
  | "list"
  | "staff"
  | "hours"
  | "questions"; // of the entry quiz

export interface Field {
  path: string; // the whole one, or the name of a room's rule
  control: Control;
  label: FieldWord;
  choices?: Readonly<Record<string, FieldWord>>;
  example?: string;
}

/** Settings that belong together. */
export interface FieldGroup {
  name: FieldWord;
  about?: FieldWord;
  fields: readonly Field[];
}

const WELCOME = "欢迎 {{ name }}，你的学号是 {{ student_id }}";
const MODES = { observe: "observe", enforce: "enforce" } as const;

/** Rules of a room that its managers set, then those of admins. */
export const RULES: readonly Field[] = [
  { path: "mode", control: "choice", label: "mode", choices: MODES },
  { path: "staff", control: "staff", label: "staff" },
  { path: "quiet_hours", control: "hours", label: "quiet_hours" },
  { path: "welcome", control: "long", label: "welcome", example: WELCOME },
  { path: "answer_student_id", control: "switch", label: "answer_student_id" },
  { path: "question_minutes", control: "number", label: "question_minutes" },
  { path: "posts_per_day", control: "number", label: "posts_per_day" },
  { path: "tags", control: "list", label: "tags" },
];

export const ADMIN_RULES: readonly Field[] = [
  { path: "series", control: "text", label: "series" },
  { path: "zone", control: "text", label: "zone" },
  { path: "watch", control: "switch", label: "watch" },
];

export const ALERTS: readonly Field[] = [
  { path: "alerts.fallback_staff", control: "staff", label: "fallback_staff" },
  { path: "alerts.escalate_after", control: "length", label: "escalate_after" },
  { path: "alerts.group_window", control: "length", label: "group_window" },
  { path: "alerts.away_after", control: "length", label: "away_after" },
  {
    path: "alerts.min_severity",
    control: "choice",
    label: "min_severity",
    choices: { info: "info", warning: "warning", critical: "critical" },
  },
  { path: "alerts.direct_message", control: "switch", label: "direct_message" },
  {
    path: "alerts.language",
    control: "choice",
    label: "language",
    choices: { zh: "zh", en: "en" },
  },
  { path: "alerts.quote", control: "number", label: "quote" },
];

export const SENDING: readonly Field[] = [
  { path: "delivery.max_per_room_hour", control: "number", label: "max_per_room_hour" },
  { path: "delivery.grace", control: "length", label: "delivery_grace" },
  { path: "sop.posts_per_day", control: "number", label: "sop_posts_per_day" },
  { path: "sop.work_list_at", control: "text", label: "work_list_at" },
  {
    path: "sop.apply",
    control: "choice",
    label: "sop_apply",
    choices: { on_save: "on_save", by_hand: "by_hand" },
  },
];

/** Lists of words; the first have scores, the others are mere lists. */
export const SCORED = "judging.words.add";

export const LISTS: readonly Field[] = [
  { path: "judging.words.accept", control: "list", label: "words_accept" },
  { path: "judging.links.add_allow", control: "list", label: "links_allow" },
  { path: "judging.cards.add_allow", control: "list", label: "cards_allow" },
  { path: "judging.lookalike.titles", control: "list", label: "titles" },
  { path: "judging.reports.words", control: "list", label: "report_words" },
];

export const LEADS: readonly Field[] = [
  { path: "leads.alert_at", control: "number", label: "lead_alert_at" },
  { path: "leads.sellers", control: "list", label: "sellers" },
  { path: "leads.complaints", control: "list", label: "complaints" },
  { path: "leads.negations", control: "list", label: "negations" },
];
