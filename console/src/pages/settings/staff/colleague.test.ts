import { describe, expect, it } from "vitest";
import type { Setting } from "../edits";
import { adding, type Colleague, changing, draftOf, NOBODY, removing } from "./colleague";

const wang: Colleague = {
  place: 1,
  name: "wang",
  title: "王老师",
  role: "manager",
  accounts: [{ channel: "sim", user: null, name: "王老师" }],
  targets: [],
  zone: "Asia/Shanghai",
  quiet_hours: { start: "23:00:00", end: "07:00:00" },
  rooms: [""],
};

describe("a colleague", () => {
  it("is added with what is not as usual", () => {
    const draft = {
      ...NOBODY,
      name: " li ",
      accounts: [{ channel: "wx", user: "u1", name: "李" }],
    };
    expect(adding(draft)).toEqual([
      {
        do: "append",
        path: ["staff"],
        value: { name: "li", role: "manager", accounts: [{ channel: "wx", user: "u1" }] },
      },
    ]);
  });

  it("is changed where something differs, and nowhere else", () => {
    const draft = draftOf(wang);
    expect(changing(wang, draft)).toEqual([]);
    expect(changing(wang, { ...draft, role: "admin", quiet: null })).toEqual([
      { do: "put", path: ["staff", 1, "role"], value: "admin" },
      { do: "drop", path: ["staff", 1, "quiet_hours"] },
    ]);
  });

  it("is taken from the lists of whom to alert before being removed", () => {
    const list = (path: string, value: unknown) => ({ path, value }) as Setting;
    const lists = [list("rooms.defaults.staff", ["wang", "li"]), list("alerts.fallback_staff", [])];
    expect(removing(wang, lists)).toEqual([
      { do: "put", path: ["rooms", "defaults", "staff"], value: ["li"] },
      { do: "drop", path: ["staff", 1] },
    ]);
  });
});
