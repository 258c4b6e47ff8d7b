import { MutationObserver, QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test } from "vitest";
import { changing, follow, keyOf } from "./queries";

const real = globalThis.fetch;
let served: string[] = [];
let status = 200;

beforeEach(() => {
  served = [];
  status = 200;
  globalThis.fetch = async (asked, init) => {
    served.push(`${init?.method} ${asked}`);
    const refused = init?.method === "POST" && status !== 200;
    const text = refused ? { detail: "somebody was quicker" } : { first: true, by: "王老师" };
    return new Response(JSON.stringify(text), { status: refused ? status : 200 });
  };
});
afterEach(() => {
  globalThis.fetch = real;
});

function lineWithButton() {
  const client = new QueryClient();
  const queryKey = keyOf("/api/v1/now", { query: { limit: 100 } });
  const seen = async () => served.push("GET now");
  const list = new QueryObserver(client, { queryKey, queryFn: seen, retry: false });
  const leaveList = list.subscribe(() => undefined);
  const path = "/api/v1/alerts/{id}/acknowledge";
  const button = new MutationObserver(client, changing(client, path, ["now"]));
  const leave = button.subscribe(() => undefined);
  return { press: () => button.mutate({ path: { id: 7 } }), leave, leaveList };
}

test("what is to be said after a change is said also where its line has gone from the page", async () => {
  const { press, leave, leaveList } = lineWithButton();
  const said = new Promise((tell) => follow(press(), { onSuccess: ({ by }) => tell(by) }));
  leave();

  expect(await said).toBe("王老师");
  leaveList();
});

test("a refusal is told also where its line has gone from the page", async () => {
  status = 409;
  const { press, leave, leaveList } = lineWithButton();
  const said = new Promise((tell) => follow(press(), { onError: ({ detail }) => tell(detail) }));
  leave();

  expect(await said).toBe("somebody was quicker");
  leaveList();
});

test("a change is over when what it touches was looked up anew", async () => {
  const { press, leaveList } = lineWithButton();
  await expect.poll(() => served).toEqual(["GET now"]);

  await press();

  expect(served).toEqual(["GET now", "POST /api/v1/alerts/7/acknowledge", "GET now"]);
  leaveList();
});
