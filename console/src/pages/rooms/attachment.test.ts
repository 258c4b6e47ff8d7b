import { expect, test } from "vitest";
import { hostOf, sizeOf } from "./attachment";

test.each([
  ["https://example.com/a?b", "example.com"],
  ["HTTP://example.com:8080/", "example.com:8080"],
  ["javascript:alert(1)", ""],
  ["java\nscript:alert(1)", ""],
  ["data:text/html,<script>", ""],
  ["//example.com", ""],
  ["http://", ""],
  ["", ""],
])("%j leads to %j", (url, host) => {
  expect(hostOf(url)).toBe(host);
});

test("sizes are short", () => {
  expect(sizeOf(1)).toEqual({ unit: "kilobytes", count: "1" });
  expect(sizeOf(2_560_000)).toEqual({ unit: "megabytes", count: "2.6" });
  expect(sizeOf(null)).toBeNull();
});
