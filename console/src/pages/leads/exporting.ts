// All leads that the filters leave, as a table for Excel.
import { get } from "@/api/client";
import { csvFile } from "@/parts/csv";
import { wallTime } from "@/parts/time";
import { type Lead, STAGES } from "./board";
import type { Which } from "./useFilters";
import type { useWords } from "./words";

type Say = ReturnType<typeof useWords>["t"];

const PART = 500;

/** Everything, stage by stage, part by part. */
export async function allLeads(which: Which): Promise<Lead[]> {
  const found: Lead[] = [];
  for (const state of STAGES) {
    let after: string | null | undefined;
    do {
      const query = { ...which, state, limit: PART, ...(after ? { after } : {}) };
      const part = await get("/api/v1/leads", { query });
      found.push(...part.items);
      after = part.next;
    } while (after);
  }
  return found;
}

/** The file; times are on the house's clock. */
export function tableOf(
  leads: readonly Lead[],
  title: (category: string) => string,
  t: Say,
  zone: string,
): Blob {
  const head = [
    t("columnStudent"),
    t("columnName"),
    t("columnCategory"),
    t("columnState"),
    t("columnOwner"),
    t("columnScore"),
    t("columnRoom"),
    t("columnOpened"),
    t("columnSince"),
    t("columnQuote"),
    t("columnWords"),
    t("columnNote"),
  ];
  const rows = leads.map((one) => [
    one.student_id,
    one.name,
    title(one.category),
    t(STAGES.find((stage) => stage === one.state) ?? "open"),
    one.owner,
    Math.round(one.score * 100) / 100,
    one.room_name,
    wallTime(one.opened, zone),
    wallTime(one.since, zone),
    one.quote?.text,
    one.quote?.words.join(" "),
    one.note,
  ]);
  return csvFile(head, rows);
}
