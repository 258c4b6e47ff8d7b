// What is looked for in messages, and what each sign proves: the settings under `judging`.
import type { FieldGroup } from "./fields";

export const BOUNDS: FieldGroup = {
  name: "bounds",
  about: "bounds_about",
  fields: [
    { path: "judging.flag_at", control: "share", label: "flag_at" },
    { path: "judging.remove_at", control: "share", label: "remove_at" },
    { path: "judging.decisive_at", control: "share", label: "decisive_at" },
    { path: "judging.join_seconds", control: "number", label: "join_seconds" },
    {
      path: "judging.language",
      control: "choice",
      label: "reasons_language",
      choices: { zh: "zh", en: "en" },
    },
  ],
};

/** Each sign of an advert. */
export const SIGNS: readonly FieldGroup[] = [
  {
    name: "s_words",
    about: "s_words_about",
    fields: [
      { path: "judging.words.weight", control: "share", label: "weight" },
      { path: "judging.words.warning_factor", control: "share", label: "warning_factor" },
    ],
  },
  {
    name: "s_contact",
    about: "s_contact_about",
    fields: [
      { path: "judging.contact.weight", control: "share", label: "weight" },
      { path: "judging.contact.disguised_score", control: "share", label: "disguised_score" },
      { path: "judging.contact.plain_score", control: "share", label: "plain_score" },
      { path: "judging.contact.account_score", control: "share", label: "account_score" },
      { path: "judging.contact.phone_score", control: "share", label: "phone_score" },
      { path: "judging.contact.bait_score", control: "share", label: "bait_score" },
    ],
  },
  {
    name: "s_links",
    about: "s_links_about",
    fields: [
      { path: "judging.links.weight", control: "share", label: "weight" },
      { path: "judging.links.max_links", control: "number", label: "max_links" },
      { path: "judging.links.many_score", control: "share", label: "many_score" },
      { path: "judging.links.invite_score", control: "share", label: "invite_score" },
      { path: "judging.links.short_score", control: "share", label: "short_score" },
      { path: "judging.links.unknown_score", control: "share", label: "unknown_score" },
    ],
  },
  {
    name: "s_pictures",
    about: "s_pictures_about",
    fields: [
      { path: "judging.pictures.weight", control: "share", label: "weight" },
      { path: "judging.pictures.read", control: "switch", label: "read_pictures" },
      {
        path: "judging.pictures.whom",
        control: "choice",
        label: "pictures_of",
        choices: { newcomers: "of_newcomers", all: "of_all" },
      },
      { path: "judging.pictures.new", control: "length", label: "new_for" },
      { path: "judging.pictures.group_score", control: "share", label: "code_group" },
      { path: "judging.pictures.person_score", control: "share", label: "code_person" },
      { path: "judging.pictures.payment_score", control: "share", label: "code_payment" },
      { path: "judging.pictures.phone_score", control: "share", label: "code_phone" },
      { path: "judging.pictures.link_score", control: "share", label: "code_link" },
      { path: "judging.pictures.text_score", control: "share", label: "code_text" },
      { path: "judging.pictures.junk_score", control: "share", label: "code_junk" },
      { path: "judging.pictures.unread_score", control: "share", label: "unread" },
      { path: "judging.pictures.known_score", control: "share", label: "known" },
      { path: "judging.pictures.alike_score", control: "share", label: "alike" },
      { path: "judging.pictures.own_copies", control: "number", label: "own_copies" },
      { path: "judging.pictures.other_senders", control: "number", label: "other_senders" },
      { path: "judging.pictures.same_score", control: "share", label: "same_picture" },
    ],
  },
  {
    name: "s_cards",
    about: "s_cards_about",
    fields: [
      { path: "judging.cards.weight", control: "share", label: "weight" },
      { path: "judging.cards.contact_score", control: "share", label: "card_contact" },
      { path: "judging.cards.program_score", control: "share", label: "card_program" },
      { path: "judging.cards.group_score", control: "share", label: "card_group" },
    ],
  },
  {
    name: "s_files",
    about: "s_files_about",
    fields: [
      { path: "judging.files.weight", control: "share", label: "weight" },
      { path: "judging.files.program_score", control: "share", label: "file_program" },
      { path: "judging.files.disguised_score", control: "share", label: "file_disguised" },
      { path: "judging.files.archive_score", control: "share", label: "file_archive" },
    ],
  },
  {
    name: "s_repeats",
    about: "s_repeats_about",
    fields: [
      { path: "judging.repeats.weight", control: "share", label: "weight" },
      { path: "judging.repeats.window", control: "length", label: "window" },
      { path: "judging.repeats.own_copies", control: "number", label: "own_copies" },
      { path: "judging.repeats.own_score", control: "share", label: "own_score" },
      { path: "judging.repeats.other_senders", control: "number", label: "other_senders" },
      { path: "judging.repeats.long_text", control: "number", label: "long_text" },
      { path: "judging.repeats.others_score", control: "share", label: "others_score" },
    ],
  },
  {
    name: "s_near",
    about: "s_near_about",
    fields: [
      { path: "judging.near.window", control: "length", label: "window" },
      { path: "judging.near.same", control: "share", label: "near_same" },
      { path: "judging.near.follow", control: "share", label: "near_follow" },
      { path: "judging.near.confirmed_score", control: "share", label: "confirmed_score" },
      { path: "judging.near.together", control: "length", label: "together" },
      { path: "judging.near.spread", control: "number", label: "spread" },
      { path: "judging.near.spread_score", control: "share", label: "spread_score" },
      { path: "judging.near.tell_growth", control: "number", label: "tell_growth" },
    ],
  },
  {
    name: "s_lookalike",
    about: "s_lookalike_about",
    fields: [
      { path: "judging.lookalike.weight", control: "share", label: "weight" },
      { path: "judging.lookalike.same_score", control: "share", label: "same_name_score" },
      { path: "judging.lookalike.near_score", control: "share", label: "near_score" },
      { path: "judging.lookalike.near_from", control: "number", label: "near_from" },
      { path: "judging.lookalike.title_score", control: "share", label: "title_score" },
    ],
  },
  {
    name: "s_disguise",
    about: "s_disguise_about",
    fields: [
      { path: "judging.disguise.weight", control: "share", label: "weight" },
      { path: "judging.disguise.score", control: "share", label: "disguise_score" },
      { path: "judging.disguise.from_share", control: "share", label: "from_share" },
    ],
  },
  {
    name: "s_learned",
    about: "s_learned_about",
    fields: [
      { path: "judging.learned.weight", control: "share", label: "weight" },
      { path: "judging.learned.from_score", control: "share", label: "from_score" },
      { path: "judging.learned.from_score_new", control: "share", label: "from_score_new" },
      { path: "judging.learned.new", control: "length", label: "new_for" },
      { path: "judging.learned.shortest", control: "number", label: "shortest" },
    ],
  },
  {
    name: "s_behaviour",
    about: "s_behaviour_about",
    fields: [
      { path: "judging.behaviour.weight", control: "number", label: "behaviour_weight" },
      { path: "judging.behaviour.new", control: "length", label: "b_new" },
      { path: "judging.behaviour.joined_new", control: "number", label: "joined_new" },
      { path: "judging.behaviour.recent", control: "length", label: "b_recent" },
      { path: "judging.behaviour.joined_recent", control: "number", label: "joined_recent" },
      { path: "judging.behaviour.first_message", control: "number", label: "first_message" },
      { path: "judging.behaviour.few", control: "number", label: "b_few" },
      { path: "judging.behaviour.few_messages", control: "number", label: "few_messages" },
      { path: "judging.behaviour.crowd", control: "number", label: "b_crowd" },
      { path: "judging.behaviour.in_a_crowd", control: "number", label: "in_a_crowd" },
      { path: "judging.behaviour.rooms", control: "number", label: "b_rooms" },
      { path: "judging.behaviour.many_rooms", control: "number", label: "many_rooms" },
      { path: "judging.behaviour.never_answers", control: "number", label: "never_answers" },
      { path: "judging.behaviour.confirmed_before", control: "number", label: "confirmed_before" },
      { path: "judging.behaviour.known", control: "length", label: "b_known" },
      { path: "judging.behaviour.many", control: "number", label: "b_many" },
      { path: "judging.behaviour.long_standing", control: "number", label: "long_standing" },
      { path: "judging.behaviour.answers_others", control: "number", label: "answers_others" },
      { path: "judging.behaviour.is_answered", control: "number", label: "is_answered" },
      { path: "judging.behaviour.dismissed_before", control: "number", label: "dismissed_before" },
      { path: "judging.behaviour.trusted", control: "number", label: "trusted" },
      { path: "judging.behaviour.owner", control: "number", label: "owner" },
    ],
  },
];

/** What members and staff say of it. */
export const SAID: readonly FieldGroup[] = [
  {
    name: "s_reports",
    about: "s_reports_about",
    fields: [
      { path: "judging.reports.enabled", control: "switch", label: "reports_on" },
      { path: "judging.reports.per_day", control: "number", label: "per_day" },
      { path: "judging.reports.weight", control: "share", label: "report_weight" },
      { path: "judging.reports.newcomer_weight", control: "share", label: "newcomer_weight" },
      { path: "judging.reports.newcomer", control: "length", label: "new_for" },
      { path: "judging.reports.ignore_below", control: "share", label: "ignore_below" },
      { path: "judging.reports.alert_at", control: "share", label: "report_alert_at" },
      {
        path: "judging.reports.thanks",
        control: "choice",
        label: "thanks",
        choices: { off: "thanks_off", room: "thanks_room", direct: "thanks_direct" },
      },
    ],
  },
  {
    name: "s_appeals",
    about: "s_appeals_about",
    fields: [
      { path: "judging.appeals.enabled", control: "switch", label: "appeals_on" },
      { path: "judging.appeals.within", control: "length", label: "appeals_within" },
      { path: "judging.appeals.per_day", control: "number", label: "per_day" },
    ],
  },
  {
    name: "s_review",
    about: "s_review_about",
    fields: [
      { path: "judging.review.removes", control: "switch", label: "removes" },
      { path: "judging.review.deny", control: "switch", label: "deny" },
      { path: "judging.review.context", control: "number", label: "context" },
      { path: "judging.review.samples", control: "number", label: "samples" },
    ],
  },
];
