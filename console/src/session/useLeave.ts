import { post } from "@/api/client";
import { follow } from "@/api/queries";
import { useSaid } from "@/parts/useSaid";
import { useEntered } from "./useMe";

/** Signs out: here, and at the service. Says so where the service did not hear it. */
export function useLeave(): () => void {
  const entered = useEntered();
  const { refused } = useSaid();
  return () => follow(post("/api/v1/session/end", {}), { onSuccess: entered, onError: refused });
}
