import { expect, test } from "vitest";
import { addressOf } from "./client";
import { Problem, problemOf } from "./problem";
import { groupOf, keyOf, worthRetrying } from "./queries";

test("names are put into the path, as text of one step", () => {
  expect(addressOf("/api/v1/plans/{name}/history", { path: { name: "a/b c" } })).toBe(
    "/api/v1/plans/a%2Fb%20c/history",
  );
});

test("what is not asked for is left out of the query", () => {
  const query = { text: "报名", room: null, after: undefined, limit: 20, gone: false };
  expect(addressOf("/api/v1/messages", { query })).toBe(
    "/api/v1/messages?text=%E6%8A%A5%E5%90%8D&limit=20&gone=false",
  );
});

test("a refusal is told in the API's words, with what is said of a field", () => {
  const text = JSON.stringify({
    detail: "too short",
    mistakes: [{ where: "body.password", what: "ten characters at least" }],
  });
  const problem = problemOf(400, text);
  expect(problem.detail).toBe("too short");
  expect(problem.about("password")).toBe("ten characters at least");
  expect(problem.about("name")).toBeUndefined();
});

test("the page of a proxy in between is a problem as well", () => {
  expect(problemOf(502, "<html>bad gateway</html>").detail).toBe("HTTP 502");
});

test("an answer is kept under the group that its path begins with", () => {
  expect(groupOf("/api/v1/alerts/{id}")).toBe("alerts");
  expect(keyOf("/api/v1/alerts", { query: { limit: 1 } })[0]).toBe("alerts");
});

test("what was refused is not tried again; what failed is, twice", () => {
  expect(worthRetrying(0, new Problem(404, "no"))).toBe(false);
  expect(worthRetrying(0, new Problem(503, "busy"))).toBe(true);
  expect(worthRetrying(2, new Problem(0, "away"))).toBe(false);
});
