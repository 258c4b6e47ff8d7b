// What is offered while a plan is written: keys and values of the schema, and names of this plan.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { parseDocument } from "yaml";
import { type Path, type Place, placeAt } from "./place";
import { inLanguage, keysFor, type Offer, type Schema, valuesFor } from "./schema";

export interface Known {
  schema: Schema;
  accounts: readonly string[];
  staff: readonly string[];
}

/** The source of completions; `known` is asked each time, for it comes later than the editor. */
export function completing(known: () => Known | null, language: () => "zh" | "en") {
  return (context: CompletionContext): CompletionResult | null => {
    const now = known();
    const text = context.state.doc.toString();
    const place = now && placeAt(text, context.pos);
    if (!now || !place || (!context.explicit && !place.typed && place.kind === "key")) return null;
    const offers = offersAt(now, place, text);
    if (offers.length === 0) return null;
    const from = context.pos - place.typed.length;
    const options = offers.map((one) => option(one, place, language()));
    return { from, options, validFor: /^[\w.-]*$/ };
  };
}

/** What may be written at a place. */
export function offersAt(known: Known, place: Place, text: string): Offer[] {
  if (place.kind === "key") return keysFor(known.schema, place.path, place.siblings);
  const names = namesAt(known, place.path, text);
  const words = valuesFor(known.schema, place.path);
  const said = new Set(words.map((one) => one.label));
  const more = names.filter((one) => !said.has(one));
  return [...more.map((label) => ({ label, detail: "", info: "", needed: true })), ...words];
}

/** Names that this plan, or this installation, gives to things. */
function namesAt(known: Known, path: Path, text: string): readonly string[] {
  const word = path.findLast((one) => typeof one === "string");
  if (word === "person") return known.staff;
  if (word === "account") return ["room", ...known.accounts];
  if (word === "seat") return named(text).seats;
  if (word === "after" || word === "requires") return named(text).steps;
  return [];
}

/** The seats and steps of a text, as far as it can be read. */
export function named(text: string): { seats: string[]; steps: string[] } {
  const plan = parseDocument(text, { logLevel: "silent" }).toJS({ maxAliasCount: 100 }) as unknown;
  const { seats, steps } = (plan ?? {}) as { seats?: unknown; steps?: unknown };
  const listed = Array.isArray(steps) ? (steps as ({ id?: unknown } | null)[]) : [];
  return {
    seats: typeof seats === "object" && seats !== null ? Object.keys(seats) : [],
    steps: listed.flatMap((one) => (typeof one?.id === "string" ? [one.id] : [])),
  };
}

function option(offer: Offer, place: Place, language: "zh" | "en"): Completion {
  const info = inLanguage(offer.info, language);
  return {
    label: offer.label,
    apply: place.kind === "key" ? `${offer.label}: ` : offer.label,
    type: place.kind === "key" ? "property" : "enum",
    boost: offer.needed ? 1 : 0,
    ...(offer.detail ? { detail: offer.detail } : {}),
    ...(info ? { info } : {}),
  };
}
