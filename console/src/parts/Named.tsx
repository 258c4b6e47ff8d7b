import { Navigate, useParams, useSearchParams } from "react-router";

/**
 * An address that names one thing (`/review/7`) leads to its page with the thing chosen
 * (`/review?case=7`): going from one to the next then stays on the same page, with its state.
 */
export function Named({ path, name }: { path: string; name: string }) {
  const given = useParams()[name] ?? "";
  const [asked] = useSearchParams();
  const next = new URLSearchParams(asked);
  next.set(name, given);
  return <Navigate to={`${path}?${next}`} replace />;
}
