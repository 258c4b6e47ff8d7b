// Whether somebody may do that about something in a room: everywhere, or somewhere. A colleague
// whose role counts in some rooms sees only those; the API refuses what is not theirs.
import { type Right, useMe } from "@/session/useMe";

export function useMay(): (right: Right) => boolean {
  const { me } = useMe();
  return (right) => Boolean(me?.rights.includes(right) || me?.somewhere.includes(right));
}
