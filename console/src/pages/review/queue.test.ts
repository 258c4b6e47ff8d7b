import { expect, test } from "vitest";
import {
  type Case,
  left,
  nextOf,
  percent,
  progress,
  reasonsOf,
  type Said,
  stepFrom,
  undoable,
} from "./queue";

const cases = [7, 6, 5].map((id) => ({ id }) as Case);
const said = (one: number, word: Said["word"], state: Said["state"] = "done"): Said => ({
  case: one,
  word,
  state,
  text: "",
});

test("after a decision comes the next case, at the end the one before", () => {
  expect(nextOf(cases, 7)).toBe(6);
  expect(nextOf(cases, 5)).toBe(6);
  expect(nextOf(cases.slice(0, 1), 7)).toBeNull();
  expect(nextOf(cases, 99)).toBe(7);
  expect(nextOf([], 7)).toBeNull();
});

test("steps go down and up and stop at the ends", () => {
  expect(stepFrom(cases, 7, 1)).toBe(6);
  expect(stepFrom(cases, 7, -1)).toBe(7);
  expect(stepFrom(cases, 5, 1)).toBe(5);
  expect(stepFrom(cases, null, 1)).toBe(7);
  expect(stepFrom([], null, 1)).toBeNull();
});

test("what is decided or about to be leaves the queue; what was refused or undone comes back", () => {
  const words = [said(7, "advert", "saving"), said(6, "fine", "refused"), said(5, "advert")];
  expect(left(cases, words).map((one) => one.id)).toEqual([6]);
  expect(left(cases, [...words, said(5, "undo")]).map((one) => one.id)).toEqual([6, 5]);
});

test("progress counts what stands", () => {
  expect(progress(3, [])).toEqual({ done: 0, of: 3 });
  expect(progress(2, [said(7, "advert"), said(6, "fine", "refused")])).toEqual({ done: 1, of: 3 });
  expect(progress(3, [said(7, "advert"), said(7, "undo")])).toEqual({ done: 0, of: 3 });
});

test("undo takes back the last word that the service has, once", () => {
  const words = [said(7, "advert"), said(6, "fine"), said(5, "advert", "refused")];
  expect(undoable(words)?.case).toBe(6);
  expect(undoable([...words, said(6, "undo")])?.case).toBe(7);
  expect(undoable([said(7, "advert", "saving")])).toBeNull();
  expect(undoable([])).toBeNull();
});

test("reasons are read one by one", () => {
  expect(reasonsOf("加V 引流；含有短链接（t.cn）；")).toEqual(["加V 引流", "含有短链接（t.cn）"]);
  expect(reasonsOf("")).toEqual([]);
});

test("only what is certain is a hundred percent", () => {
  expect([0.996, 1, 0.504, 0].map(percent)).toEqual([99, 100, 50, 0]);
});

test("a word on one message alone leaves its case waiting, and is not what undo takes back", () => {
  const alone: Said = { ...said(7, "fine"), alone: true };
  expect(left(cases, [alone]).map((one) => one.id)).toEqual([7, 6, 5]);
  expect(progress(3, [alone])).toEqual({ done: 0, of: 3 });
  expect(undoable([said(6, "advert"), alone])?.case).toBe(6);
});
