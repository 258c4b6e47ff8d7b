// The demo's clock, running as fast as it does there.
import { useEffect, useState } from "react";
import { local } from "@/parts/time";

export function VirtualClock({ now, rate, zone }: { now: string; rate: number; zone: string }) {
  const [asked, setAsked] = useState(() => ({ now, at: Date.now() }));
  const [tick, setTick] = useState(() => Date.now());
  if (asked.now !== now) setAsked({ now, at: Date.now() });
  useEffect(() => {
    const timer = setInterval(() => setTick(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const passed = Math.max(0, tick - asked.at) * rate;
  const { day, time } = local(new Date(new Date(now).getTime() + passed), zone);
  return (
    <time className="gk-tour-clock" dateTime={`${day}T${time}`}>
      {time}
    </time>
  );
}
