import { Named } from "@/parts/Named";

export default function NamedCase() {
  return <Named path="/review" name="case" />;
}
