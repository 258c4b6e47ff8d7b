import { Named } from "@/parts/Named";

export default function NamedLead() {
  return <Named path="/leads" name="lead" />;
}
