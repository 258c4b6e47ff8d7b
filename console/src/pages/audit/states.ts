// What stands before and after a change, in Chinese; in English the API's own words do.
import type { Language } from "@/i18n";
import { wholeTime } from "@/parts/time";
import { textOf } from "./change";

const NAMES: Readonly<Record<string, string>> = {
  state: "状态",
  owner: "负责人",
  decision: "判定",
  decided_by: "判定人",
  note: "备注",
  acknowledged_by: "接手人",
  staff: "负责人",
  done_by: "完成人",
  outcome: "结果",
  role: "角色",
  grants: "授权",
  name: "名称",
  expires: "有效期至",
  disabled: "停用",
  coded: "手机验证码",
  revoked: "已撤销",
  revoked_by: "撤销人",
  lifted_by: "移出人",
  merged_into: "合并到",
  list: "名单",
  until: "期限",
  approved: "已批准",
  approved_by: "批准人",
  skipped_by: "跳过人",
  answered_at: "回答时间",
  closed_at: "关闭时间",
  settled_at: "处理时间",
  settled_by: "处理人",
  version: "版本",
  tags: "标签",
  struck: "已划去",
  learned_from: "学习样本数",
  redeemed_by: "核销人",
  lottery: "抽奖",
  signed: "已报名",
  waiting: "候补",
  attended: "到场",
  starts_at: "开始时间",
  places: "名额",
  moved_to: "改到",
  left_out: "跳过",
  times_revoked: "地址作废次数",
  away: "请假",
  alarm: "警戒至",
  round_at: "本轮提醒起于",
  messages: "消息数",
  text: "内容",
  erased: "数据删除",
  password: "密码",
  link: "登录链接",
};
const VALUES: Readonly<Record<string, string>> = {
  open: "待处理",
  claimed: "已认领",
  won: "成交",
  lost: "未成交",
  confirmed: "已确认",
  dismissed: "已排除",
  undone: "已撤销",
  acknowledged: "已接手",
  done: "已完成",
  cancelled: "已取消",
  active: "进行中",
  paused: "已暂停",
  stopped: "已停止",
  pending: "待发送",
  held: "已扣下",
  sent: "已发出",
  planned: "已计划",
  skipped: "已跳过",
  granted: "已通过",
  upheld: "已驳回",
  advert: "广告",
  fine: "正常",
  remove: "移除",
  deny: "黑名单",
  allow: "白名单",
  trust: "信任",
  admin: "管理员",
  ops_lead: "运营主管",
  manager: "管理",
  agent: "客服",
  sales: "销售",
  viewer: "只读",
  no: "未删除",
  begun: "进行中",
  close: "已截止",
  draw: "已开奖",
  made: "已生成",
  set: "已设置",
  new: "新设",
  true: "是",
  false: "否",
};

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** What a part of the state is called. */
export function nameOf(name: string, language: Language): string {
  return (language === "zh" && NAMES[name]) || name;
}

/** How it stands; people's own words stay as they are. */
export function statedOf(name: string, value: unknown, language: Language, zone: string): string {
  const text = textOf(value);
  if (MOMENT.test(text)) return wholeTime(text, zone);
  const own = name === "note" || name === "name" || name.endsWith("_by");
  return (language === "zh" && !own && VALUES[text]) || text;
}
