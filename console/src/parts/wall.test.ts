import { expect, test } from "vitest";
import { momentOf, wallOf } from "./wall";

test.each([
  ["2026-11-22T08:30", "Asia/Shanghai", "2026-11-22T00:30:00.000Z"],
  ["2026-11-22T08:30", "America/New_York", "2026-11-22T13:30:00.000Z"],
  ["2026-07-01T00:00", "Europe/Berlin", "2026-06-30T22:00:00.000Z"],
  ["2026-03-29T04:00", "Europe/Berlin", "2026-03-29T02:00:00.000Z"],
  ["2026-10-25T00:30", "Europe/Berlin", "2026-10-24T22:30:00.000Z"],
  ["2026-05-20T12:00", "Asia/Kolkata", "2026-05-20T06:30:00.000Z"],
])("%s on a wall in %s is %s", (wall, zone, moment) => {
  expect(momentOf(wall, zone)?.toISOString()).toBe(moment);
  expect(wallOf(new Date(moment), zone)).toBe(wall);
});

test.each(["", "yesterday", "2026-13-40T99:99", "2026-11-22"])("%j is no time", (wall) => {
  expect(momentOf(wall, "Asia/Shanghai")).toBeNull();
});
