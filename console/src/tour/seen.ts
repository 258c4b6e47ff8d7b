// Whether the guide was seen in this browser.
const KEY = "groupkeeper.guide";

export function guideSeen(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true; // nothing can be kept: it would come again with each page
  }
}

export function keepGuideSeen(): void {
  try {
    localStorage.setItem(KEY, "seen");
  } catch {
    // no storage here
  }
}
