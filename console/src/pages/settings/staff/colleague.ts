// A colleague on a form, and the edits that make config.yaml say so. Pure.
import type { Of } from "@/api/types";
import { append, drop, type Edit, type Hours, hoursOf, put, type Setting, same } from "../edits";

export type Colleague = Of<"StaffEntry">;
export type Role = Colleague["role"];

export interface Account {
  channel: string;
  user: string;
  name: string;
}

export interface Draft {
  name: string;
  title: string;
  role: Role;
  accounts: readonly Account[];
  zone: string;
  quiet: Hours | null;
}

export const ROLES: readonly Role[] = ["admin", "ops_lead", "manager", "agent", "sales", "viewer"];
const ZONE = "Asia/Shanghai"; // as in bot/core/staff.py

export const NOBODY: Draft = {
  name: "",
  title: "",
  role: "manager",
  accounts: [],
  zone: ZONE,
  quiet: null,
};

export function draftOf(known: Colleague): Draft {
  return {
    name: known.name,
    title: known.title,
    role: known.role,
    accounts: known.accounts.map((one) => ({
      channel: one.channel,
      user: one.user ?? "",
      name: one.name ?? "",
    })),
    zone: known.zone,
    quiet: hoursOf(known.quiet_hours),
  };
}

function accountsOf(draft: Draft) {
  return draft.accounts
    .filter((one) => one.channel && (one.user || one.name))
    .map(({ channel, user, name }) => (user ? { channel, user } : { channel, name }));
}

/** Adds somebody; what is as usual is not written down. */
export function adding(draft: Draft): Edit[] {
  const accounts = accountsOf(draft);
  const said = {
    name: draft.name.trim(),
    ...(draft.title ? { title: draft.title } : {}),
    role: draft.role,
    ...(accounts.length > 0 ? { accounts } : {}),
    ...(draft.zone === ZONE ? {} : { zone: draft.zone }),
    ...(draft.quiet ? { quiet_hours: draft.quiet } : {}),
  };
  return [append(["staff"], said)];
}

/** Changes somebody: only what differs. */
export function changing(known: Colleague, draft: Draft): Edit[] {
  const before = draftOf(known);
  const at = (name: string) => ["staff", known.place, name];
  const edits: Edit[] = [];
  for (const name of ["title", "role", "zone"] as const)
    if (draft[name] !== before[name]) edits.push(put(at(name), draft[name]));
  if (!same(accountsOf(draft), accountsOf(before)))
    edits.push(put(at("accounts"), accountsOf(draft)));
  if (!same(draft.quiet, before.quiet))
    edits.push(draft.quiet ? put(at("quiet_hours"), draft.quiet) : drop(at("quiet_hours")));
  return edits;
}

/** Takes somebody away: from the lists of whom to alert as well, else the file would be wrong. */
export function removing(known: Colleague, lists: readonly Setting[]): Edit[] {
  const named = lists.filter(
    (one) => Array.isArray(one.value) && (one.value as string[]).includes(known.name),
  );
  const without = named.map((one) =>
    put(
      one.path.split("."),
      (one.value as string[]).filter((name) => name !== known.name),
    ),
  );
  return [...without, drop(["staff", known.place])];
}
