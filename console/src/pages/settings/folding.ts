// What is told of a group of settings while it is folded. Pure.
import { DEFAULT, type Pending, type Setting, shownOf } from "./edits";
import type { FieldGroup } from "./fields";
import { about } from "./mistakes";

const SWITCH = /\.(weight|enabled)$/;
const NOTHING: ReadonlySet<unknown> = new Set([0, false]);

interface Folded {
  group: FieldGroup;
  own: number;
  off: boolean;
  wrong: number;
}

/** How many of a group are set here, how many would be a mistake, and whether it is switched off. */
export function foldOf(
  group: FieldGroup,
  items: readonly Setting[],
  pending: Pending,
  mistakes: readonly { path: string; what: string }[],
): Folded {
  const paths = new Set(group.fields.map((one) => one.path));
  const inside = items.filter((one) => paths.has(one.path));
  const isOwn = (one: Setting) =>
    pending.has(one.path) ? pending.get(one.path) !== DEFAULT : one.origin !== "default";
  // Where a group has a setting that switches it off, it is the first.
  const first = inside.find((one) => one.path === group.fields[0]?.path);
  const switched = first !== undefined && SWITCH.test(first.path);
  return {
    group,
    own: inside.filter(isOwn).length,
    off: switched && NOTHING.has(shownOf(pending, first)),
    wrong: group.fields.filter((one) => about(one.path, mistakes) !== undefined).length,
  };
}
