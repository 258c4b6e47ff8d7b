// The API's paths and answers, made of console/openapi.json: a changed API breaks the build here.
import type { components, paths } from "./schema";

type PathWith<M extends "get" | "post"> = {
  [P in keyof paths]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never;
}[keyof paths] &
  string;

export type GetPath = PathWith<"get">;
export type PostPath = PathWith<"post">;

/** A value of the API by its name in the OpenAPI text, for example `Of<"Alert">`. */
export type Of<N extends keyof components["schemas"]> = components["schemas"][N];

type Operation<P extends keyof paths, M extends "get" | "post"> = paths[P] extends {
  [K in M]: infer O;
}
  ? O
  : never;

type Json<R> = R extends { content: { "application/json": infer B } } ? B : never;

/** What an operation answers when it did as asked. */
export type Answer<P extends keyof paths, M extends "get" | "post"> =
  Operation<P, M> extends { responses: { 200: infer R } } ? Json<R> : never;

type Part<O, K extends "query" | "path"> = O extends { parameters: infer A }
  ? K extends keyof A
    ? NonNullable<A[K]>
    : never
  : never;

/** The query of a GET. */
export type Query<P extends GetPath> = Part<Operation<P, "get">, "query">;

/** The names in a path. */
export type Names<P extends keyof paths, M extends "get" | "post"> = Part<Operation<P, M>, "path">;

/** What a POST takes. */
export type Body<P extends PostPath> =
  Operation<P, "post"> extends { requestBody: { content: { "application/json": infer B } } }
    ? B
    : undefined;

type NamesPart<N> = [N] extends [never] ? { path?: undefined } : { path: N };

/** What is null or undefined is not asked for. */
type Unsaid<Q> = { [K in keyof Q]: Q[K] | null | undefined };

/** What a GET says: the names in its path, and its query. */
export type Asking<P extends GetPath> = NamesPart<Names<P, "get">> & {
  query?: [Query<P>] extends [never] ? undefined : Unsaid<Query<P>>;
};

/** What a POST says: the names in its path, and its body. */
export type Telling<P extends PostPath> = NamesPart<Names<P, "post">> &
  (undefined extends Body<P> ? { body?: undefined } : { body: Body<P> });

/** Paths whose answer is a list in parts. */
export type ListPath = {
  [P in GetPath]: Answer<P, "get"> extends { items: unknown[]; next?: string | null } ? P : never;
}[GetPath];

/** One item of such a list. */
export type Item<P extends ListPath> = Answer<P, "get"> extends { items: (infer I)[] } ? I : never;
