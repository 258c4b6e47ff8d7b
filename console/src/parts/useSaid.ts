// What is said after something was done, or refused: in a line at the top that goes by itself.
import { App } from "antd";
import type { Problem } from "@/api/problem";
import { useTold } from "./useTold";

export interface Said {
  done: (text: string) => void;
  told: (text: string) => void;
  refused: (problem: Problem) => void;
}

/** Says it on whatever page it happened. */
export function useSaid(): Said {
  const { message } = App.useApp();
  const told = useTold();
  return {
    done: (text) => void message.success(text),
    told: (text) => void message.info(text),
    refused: (problem) => void message.error(told(problem)),
  };
}
