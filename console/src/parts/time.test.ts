import { expect, test } from "vitest";
import { ago, dayName, dayOf, lasting, shortTime, wallTime, wholeTime } from "./time";

const ZONE = "Asia/Shanghai";
const NOW = new Date("2026-11-22T04:00:00Z"); // noon in Shanghai

test("a time of today is told without its date, by the clocks of the house", () => {
  expect(shortTime("2026-11-22T00:30:00Z", NOW, ZONE)).toBe("08:30");
  expect(shortTime("2026-11-21T17:00:00Z", NOW, ZONE)).toBe("01:00");
});

test("a time of another day has its date, of another year its year", () => {
  expect(shortTime("2026-11-21T15:59:00Z", NOW, ZONE)).toBe("11-21 23:59");
  expect(shortTime("2025-12-31T15:00:00Z", NOW, ZONE)).toBe("2025-12-31 23:00");
  expect(shortTime("2025-12-31T16:00:00Z", NOW, ZONE)).toBe("01-01 00:00");
});

test("midnight is 00:00, not 24:00", () => {
  expect(shortTime("2026-11-21T16:00:00Z", NOW, ZONE)).toBe("00:00");
});

test("the whole moment names its zone", () => {
  expect(wholeTime("2026-11-22T00:30:05Z", ZONE)).toBe("2026-11-22 08:30:05 (Asia/Shanghai)");
});

test("the day of a moment is the house's day", () => {
  expect(dayOf("2026-11-21T16:30:00Z", ZONE)).toBe("2026-11-22");
});

test("a day is named in the chosen language", () => {
  expect(dayName("2026-11-22", "zh")).toContain("11月22日");
  expect(dayName("2026-11-22", "en")).toContain("22 Nov");
});

test("what was within a minute is just now; what was before is counted", () => {
  expect(ago("2026-11-22T03:59:30Z", NOW, "zh")).toBeNull();
  expect(ago("2026-11-22T03:57:00Z", NOW, "zh")).toBe("3分钟前");
  expect(ago("2026-11-22T02:00:00Z", NOW, "en")).toBe("2 hours ago");
  expect(ago("2026-11-24T04:00:00Z", NOW, "en")).toBe("in 2 days");
});

test("a length of time has its two largest units", () => {
  expect(lasting(0, "zh")).toBe("0 秒");
  expect(lasting(45, "zh")).toBe("45 秒");
  expect(lasting(125, "en")).toBe("2 min");
  expect(lasting(3 * 3600 + 5 * 60, "zh")).toBe("3 小时 5 分钟");
  expect(lasting(26 * 3600, "en")).toBe("1 d 2 h");
  expect(lasting(-5, "en")).toBe("0 s");
});

test("a moment in a table has its day, on the clocks of its zone", () => {
  expect(wallTime("2026-03-01T16:00:00Z", "Asia/Shanghai")).toBe("2026-03-02 00:00");
});
