import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { handOver, type Me } from "./useMe";

const person = (name: string | null) => ({ name, csrf: null }) as Me;

function seenBy(name: string | null): QueryClient {
  const client = new QueryClient();
  client.setQueryData(["session"], person(name));
  client.setQueryData(["people", "/api/v1/people/{id}", {}], { name: "小明" });
  return client;
}

const profile = ["people", "/api/v1/people/{id}", {}];

test.each([
  ["王老师", "李老师"], // signed in meanwhile, in another tab
  ["王老师", null], // whose session has ended
  [null, "李老师"],
])("what %s could see is not shown to %s", (before, after) => {
  const client = seenBy(before);
  handOver(client, person(after));

  expect(client.getQueryData(profile)).toBeUndefined();
});

test("who is known already keeps what is on the page", () => {
  const client = seenBy("王老师");
  handOver(client, person("王老师"));

  expect(client.getQueryData(profile)).toEqual({ name: "小明" });
});
