// The rooms that are in view, of however many there are.
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState } from "react";
import type { Of } from "@/api/types";
import { RoomRow } from "./RoomRow";

const ROW = 88; // px, of a row that was not drawn yet

export function RoomList({ rooms }: { rooms: readonly Of<"RoomStanding">[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => setMargin(list.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({
    count: rooms.length,
    estimateSize: () => ROW,
    overscan: 6,
    scrollMargin: margin,
    getItemKey: (index) => rooms[index]?.id ?? index,
    useFlushSync: false,
  });
  return (
    <ul ref={list} className="gk-rooms gk-talk-all" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((row) => (
        <li
          key={row.key}
          ref={rows.measureElement}
          data-index={row.index}
          className="gk-block"
          style={{ transform: `translateY(${row.start - margin}px)` }}
        >
          <RoomRow room={rooms[row.index] as Of<"RoomStanding">} />
        </li>
      ))}
    </ul>
  );
}
