/** Hands a file to the browser, which puts it where downloads go. */
export function saveFile(name: string, bytes: Blob): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then; at once some would save an empty file.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
