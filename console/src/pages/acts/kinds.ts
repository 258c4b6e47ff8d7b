// What alerts are about, by name.
import { words } from "@/i18n";

export const KINDS = [
  "advert",
  "report",
  "appeal",
  "denied",
  "quiz",
  "raid",
  "lead",
  "question",
  "gateway",
  "delivery",
  "config",
  "sop",
  "task",
  "campaign",
  "poison",
] as const;

export type AlertKind = (typeof KINDS)[number];

/** The kind, where we have a name for it. */
export function kindOf(kind: string): AlertKind | "other" {
  return KINDS.find((one) => one === kind) ?? "other";
}

export const useKindWords = words("alertKinds", {
  zh: {
    advert: "疑似广告",
    report: "成员举报",
    appeal: "成员申诉",
    denied: "黑名单成员",
    quiz: "入群问答",
    raid: "疑似冲群",
    lead: "购买线索",
    question: "问题无人回答",
    gateway: "机器人掉线",
    delivery: "消息未能发出",
    config: "配置有误",
    sop: "计划需要决定",
    task: "任务",
    campaign: "活动",
    poison: "有消息未能处理",
    other: "需要处理",
  },
  en: {
    advert: "Looks like an advert",
    report: "Reported by members",
    appeal: "An appeal",
    denied: "Somebody on the deny list",
    quiz: "An entry quiz",
    raid: "Looks like a raid",
    lead: "Wants to buy",
    question: "A question nobody answered",
    gateway: "A bot account is away",
    delivery: "A post did not go out",
    config: "A settings file is wrong",
    sop: "A plan needs a decision",
    task: "A task",
    campaign: "A campaign",
    poison: "Something could not be handled",
    other: "Please look",
  },
});
