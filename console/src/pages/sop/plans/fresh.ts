// Texts of plans that nobody has saved yet. Pure.

/** A name that no plan has yet: week, week-2, week-3. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}

/** A text under another name; everything else stays as it is. */
export function renamed(source: string, name: string): string {
  return source.replace(/^name:[^#\n]*?(?=[ \t]*(#|$))/m, `name: ${name}`);
}

/** The name that a text gives its plan; "" where it gives none. */
export function nameIn(source: string): string {
  const given = /^name:[ \t]*(["']?)([\p{L}\p{N}_][\p{L}\p{N}_.-]*)\1[ \t]*(#.*)?\r?$/mu.exec(
    source,
  );
  return given?.[2] ?? "";
}

/** The shortest sound plan. */
export function emptyPlan(name: string, title: string): string {
  return `# yaml-language-server: $schema=plan.schema.json
name: ${name}
title: ${title}
seats:
  host: {role: leader, account: room}
steps:
  - id: welcome
    seat: host
    when: {day: 1, at: "09:00"}
    say: 各位早上好！
`;
}
