import { expect, test } from "vitest";
import { kindOf } from "@/pages/acts/kinds";
import { addressOf, lookOf, queryOf } from "./logic";

const look = (text: string) => lookOf(new URLSearchParams(text));

test("without a word the open ones of every kind are looked for", () => {
  expect(look("")).toEqual({ state: "open", severity: null, kind: null, id: null });
  expect(queryOf(look(""))).toEqual({ state: "open", limit: 50 });
});

test.each(["state=all", "state=acknowledged&severity=critical&kind=raid", "kind=lead&id=12", ""])(
  "%j stays the same by way of the address",
  (text) => {
    expect(new URLSearchParams(addressOf(look(text))).toString()).toBe(text);
  },
);

test.each(["state=stolen", "severity=high", "kind=<script>", "id=-1", "id=1e99", "id=x"])(
  "%j asks for nothing that there is not",
  (text) => {
    expect(look(text)).toEqual(look(""));
  },
);

test("all alerts are asked for by leaving the state out", () => {
  expect(queryOf(look("state=all&kind=raid"))).toEqual({ kind: "raid", limit: 50 });
});

test("a kind of a later release has a name, too", () => {
  expect(kindOf("raid")).toBe("raid");
  expect(kindOf("eclipse")).toBe("other");
});
