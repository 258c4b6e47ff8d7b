// The one way to the API: adds what keeps other sites out, and turns refusals into problems.

import { preferences } from "@/app/preferences";
import { Problem, problemOf } from "./problem";
import type { Answer, Asking, GetPath, PostPath, Telling } from "./types";

let csrf = "";
let signedOut: () => void = () => undefined;

/** What every change carries from now on; GET /session gives it. */
export function keepCsrf(given: string | null | undefined): void {
  csrf = given ?? "";
}

/** What happens when the session has ended; set by the shell. */
export function onSignedOut(then: () => void): void {
  signedOut = then;
}

type Loose = {
  path?: Record<string, unknown> | undefined;
  query?: Record<string, unknown> | undefined;
  body?: unknown;
};

/** The address of a request: names put into the path, the query behind it; nothing for null. */
export function addressOf(path: string, { path: names, query }: Loose): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(names?.[name] ?? "")),
  );
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null && value !== "") asked.set(name, String(value));
  const tail = asked.toString();
  return tail ? `${filled}?${tail}` : filled;
}

async function answered(method: string, path: string, given: Loose, signal?: AbortSignal) {
  const headers: Record<string, string> = {
    Accept: "application/json",
    "Accept-Language": preferences().language, // refusals are for whoever reads
  };
  const init: RequestInit = { method, headers, credentials: "same-origin", signal: signal ?? null };
  if (method === "POST") {
    headers["Content-Type"] = "application/json";
    if (csrf) headers["X-CSRF-Token"] = csrf;
    init.body = JSON.stringify(given.body ?? {});
  }
  let response: Response;
  try {
    response = await fetch(addressOf(path, given), init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Problem(0, "the service cannot be reached");
  }
  if (response.ok) return response;
  const problem = problemOf(response.status, await response.text());
  if (problem.status === 401 && !path.startsWith("/api/v1/session")) signedOut();
  throw problem;
}

async function send(method: string, path: string, given: Loose, signal?: AbortSignal) {
  const response = await answered(method, path, given, signal);
  return JSON.parse(await response.text()) as unknown;
}

/** Looks something up. */
export async function get<P extends GetPath>(
  path: P,
  asking: Asking<P>,
  signal?: AbortSignal,
): Promise<Answer<P, "get">> {
  return (await send("GET", path, asking as Loose, signal)) as Answer<P, "get">;
}

/** Changes something, or asks a question too long for an address. */
export async function post<P extends PostPath>(
  path: P,
  telling: Telling<P>,
): Promise<Answer<P, "post">> {
  return (await send("POST", path, telling as Loose)) as Answer<P, "post">;
}

/** The same for an endpoint that stands in no OpenAPI text: whoever asks says what comes. */
export async function getBeside<A>(path: string, asking: Loose, signal?: AbortSignal): Promise<A> {
  return (await send("GET", path, asking, signal)) as A;
}

/** The same for a change. */
export async function postBeside<A>(path: string, telling: Loose): Promise<A> {
  return (await send("POST", path, telling)) as A;
}

/** A file that a change gives: its name and its bytes. */
export async function download<P extends PostPath>(
  path: P,
  telling: Telling<P>,
): Promise<{ name: string; bytes: Blob }> {
  const response = await answered("POST", path, telling as Loose);
  const called = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  return { name: called?.[1] ?? "download", bytes: await response.blob() };
}
