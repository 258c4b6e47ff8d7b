import { expect, test } from "vitest";
import { Problem } from "@/api/problem";
import { told } from "./useTold";

const ours = { unreachable: "连接不到服务", failed: "没有成功" };

test("what the service refused is told in its words, what never reached it in ours", () => {
  expect(told(new Problem(409, "李老师已经判过了"), ours)).toBe("李老师已经判过了");
  expect(told(new Problem(0, "fetch failed"), ours)).toBe("连接不到服务");
  expect(told(new TypeError("x is undefined"), ours)).toBe("没有成功");
});
