/** Whether a window or a drawer lies over the page: its keys and notices wait until it is closed. */
export function inDialog(): boolean {
  return document.querySelector(".ant-modal-wrap:not([style*='none']), .ant-drawer-open") !== null;
}
