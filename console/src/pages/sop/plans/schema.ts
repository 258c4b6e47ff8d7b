// The JSON Schema of plans: what may stand at a place, and how it is explained. Pure.
import type { Path } from "./place";

export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string | string[];
  description?: string;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  required?: string[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  examples?: unknown[];
  default?: unknown;
}

export interface Offer {
  label: string;
  detail: string; // its kind, in a word
  info: string; // what it is for
  needed: boolean;
}

/** What may stand at a path; where there are alternatives, each of them. */
function schemasAt(root: Schema, path: Path): Schema[] {
  let found = opened(root, root);
  for (const step of path) {
    found = found.flatMap((one) => below(one, step)).flatMap((one) => opened(root, one));
  }
  return found;
}

function below(schema: Schema, step: string | number): Schema[] {
  if (typeof step === "number") return schema.items ? [schema.items] : [];
  const named = schema.properties?.[step];
  if (named) return [named];
  const patterned = Object.values(schema.patternProperties ?? {});
  const other = schema.additionalProperties;
  return typeof other === "object" ? [...patterned, other] : patterned;
}

/** A schema without references and alternatives: what it refers to, each of what it allows. */
function opened(root: Schema, schema: Schema, above = ""): Schema[] {
  const about = schema.description ?? above;
  const name = schema.$ref?.split("/").at(-1);
  const referred = name === undefined ? undefined : root.$defs?.[name];
  if (referred) return opened(root, referred, about).map((one) => described(one, about));
  const choices = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  if (choices.length > 0) return choices.flatMap((one) => opened(root, one, about));
  return [schema];
}

function described(schema: Schema, about: string): Schema {
  return about && !schema.properties ? { ...schema, description: about } : schema;
}

/** Keys that a mapping may still have; of alternatives only those that fit what it has. */
export function keysFor(root: Schema, path: Path, siblings: readonly string[]): Offer[] {
  const maps = schemasAt(root, path).filter((one) => one.properties);
  const fitting = maps.filter((one) => siblings.every((key) => key in (one.properties ?? {})));
  const offers = new Map<string, Offer>();
  for (const map of fitting.length > 0 ? fitting : maps) {
    for (const [label, schema] of Object.entries(map.properties ?? {})) {
      if (siblings.includes(label) || offers.has(label)) continue;
      offers.set(label, {
        label,
        detail: kindOf(root, schema),
        info: schema.description ?? "",
        needed: map.required?.includes(label) ?? false,
      });
    }
  }
  return [...offers.values()];
}

/** Values that may stand at a path. */
export function valuesFor(root: Schema, path: Path): Offer[] {
  const about = schemasAt(root, path.slice(0, -1))
    .map((one) => one.properties?.[String(path.at(-1))]?.description)
    .find(Boolean);
  const labels = schemasAt(root, path).flatMap(wordsOf);
  return [...new Set(labels)].map((label) => ({
    label,
    detail: "",
    info: about ?? "",
    needed: false,
  }));
}

function wordsOf(schema: Schema): string[] {
  const given = [...(schema.enum ?? []), ...(schema.examples ?? [])];
  if (schema.const !== undefined) given.push(schema.const);
  if (schema.type === "boolean") given.push(true, false);
  return given.map(String);
}

function kindOf(root: Schema, schema: Schema): string {
  const kinds = opened(root, schema).map((one) => (one.properties ? "{…}" : kindName(one)));
  return [...new Set(kinds)].filter(Boolean).join(" | ");
}

function kindName(schema: Schema): string {
  if (schema.enum) return schema.enum.length <= 4 ? schema.enum.join(" | ") : "…";
  if (schema.type === "array") return "[…]";
  if (schema.type === "object") return "{…}";
  return Array.isArray(schema.type) ? (schema.type[0] ?? "") : (schema.type ?? "");
}

/** The part of a bilingual description that is for readers of one language. */
export function inLanguage(text: string, language: "zh" | "en"): string {
  const parts = /^([\s\S]*[\u3001-\u9fff）」])\s*([A-Z"'`@(\u0020-\u007e][^\u3001-\u9fff]*)$/.exec(
    text,
  );
  if (!parts) return text;
  return (language === "zh" ? parts[1] : parts[2])?.trim() || text;
}
