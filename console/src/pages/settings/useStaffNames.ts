// The colleagues of config.yaml by name, to choose from; none for who may not see them.
import { useGet } from "@/api/queries";
import { useCan } from "@/session/useMe";

export function useStaffNames(wanted: boolean): { value: string; label: string }[] {
  const can = useCan();
  const enabled = wanted && can("decide", "everywhere");
  const found = useGet("/api/v1/settings/staff", {}, { enabled, staleTime: 60_000 });
  return (found.data?.items ?? []).map((one) => ({
    value: one.name,
    label: one.title ? `${one.title} (${one.name})` : one.name,
  }));
}
