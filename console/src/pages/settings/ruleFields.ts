// The finer rules of rooms: for all of them below rooms.defaults, for one room by the same names.
import type { FieldGroup } from "./fields";

const WARNING = "{{ name }}，本群不发广告，详见群公告";

export const FINER: readonly FieldGroup[] = [
  {
    name: "ladder",
    about: "ladder_about",
    fields: [
      { path: "ladder.warn", control: "switch", label: "warn" },
      { path: "ladder.warn_at", control: "share", label: "warn_at" },
      {
        path: "ladder.warn_by",
        control: "choice",
        label: "warn_by",
        choices: { room: "by_room", direct: "by_direct" },
      },
      { path: "ladder.warn_again_after", control: "length", label: "warn_again_after" },
      { path: "ladder.warning", control: "long", label: "warning_text", example: WARNING },
      {
        path: "ladder.night",
        control: "choice",
        label: "night",
        choices: { wait: "night_wait", silent: "night_silent" },
      },
      { path: "ladder.hold_at", control: "share", label: "hold_at" },
      { path: "ladder.hold_points", control: "number", label: "hold_points" },
      { path: "ladder.remove_points", control: "number", label: "remove_points" },
      { path: "ladder.sure_cases", control: "number", label: "sure_cases" },
      { path: "ladder.remove_after", control: "length", label: "remove_after" },
      { path: "ladder.deny_points", control: "number", label: "deny_points" },
      { path: "ladder.deny_for", control: "length", label: "deny_for" },
      { path: "ladder.half_life", control: "length", label: "half_life" },
    ],
  },
  {
    name: "probation",
    about: "probation_about",
    fields: [
      { path: "probation.lasts", control: "length", label: "probation_lasts" },
      { path: "probation.messages", control: "number", label: "probation_messages" },
      { path: "probation.lower_by", control: "share", label: "probation_lower_by" },
    ],
  },
  {
    name: "trust",
    about: "trust_about",
    fields: [
      { path: "trust.after", control: "length", label: "trust_after" },
      { path: "trust.messages", control: "number", label: "trust_messages" },
      { path: "trust.answered", control: "number", label: "trust_answered" },
    ],
  },
  {
    name: "raid",
    about: "raid_about",
    fields: [
      { path: "raid.joins", control: "number", label: "raid_joins" },
      { path: "raid.messages", control: "number", label: "raid_messages" },
      { path: "raid.within", control: "length", label: "raid_within" },
      { path: "raid.usual", control: "number", label: "raid_usual" },
      { path: "raid.young", control: "length", label: "raid_young" },
      { path: "raid.lasts", control: "length", label: "raid_lasts" },
      { path: "raid.lower_by", control: "share", label: "raid_lower_by" },
    ],
  },
  {
    name: "quiz",
    about: "quiz_about",
    fields: [
      { path: "quiz.questions", control: "questions", label: "quiz_questions" },
      {
        path: "quiz.ask_in",
        control: "choice",
        label: "quiz_ask_in",
        choices: { room: "by_room", direct: "by_direct" },
      },
      { path: "quiz.attempts", control: "number", label: "quiz_attempts" },
      { path: "quiz.within", control: "length", label: "quiz_within" },
      { path: "quiz.remind_after", control: "length", label: "quiz_remind_after" },
      {
        path: "quiz.on_failure",
        control: "choice",
        label: "quiz_on_failure",
        choices: { alert: "failure_alert", remove: "failure_remove" },
      },
      { path: "quiz.excused_for", control: "length", label: "quiz_excused_for" },
    ],
  },
];

/** The same as settings of all rooms. */
export const FINER_OF_ALL: readonly FieldGroup[] = FINER.map((group) => ({
  ...group,
  fields: group.fields.map((one) => ({ ...one, path: `rooms.defaults.${one.path}` })),
}));
