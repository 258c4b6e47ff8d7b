// Settings opened without saying which: those of the accounts, or of the rooms one may see.
import { Navigate } from "react-router";
import { useCan } from "@/session/useMe";

export default function Settings() {
  const can = useCan();
  const to = can("see", "everywhere") ? "channels" : "rooms";
  return <Navigate to={`/settings/${to}`} replace />;
}
