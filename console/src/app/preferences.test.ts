import { expect, test } from "vitest";
import { languageOf, understood } from "./preferences";

test("the first language that the console speaks is taken, else Chinese", () => {
  expect(languageOf(["en-GB", "zh-CN"])).toBe("en");
  expect(languageOf(["fr", "en"])).toBe("en");
  expect(languageOf(["zh-TW", "en"])).toBe("zh");
  expect(languageOf(["fr"])).toBe("zh");
  expect(languageOf([])).toBe("zh");
});

test("what was remembered is kept, what cannot be right is not", () => {
  expect(understood({ language: "en", theme: "dark", sound: false }, ["zh"])).toMatchObject({
    language: "en",
    theme: "dark",
    sound: false,
    popups: true,
  });
  expect(understood({ language: "tlh", theme: 7, sound: "no" }, ["en"])).toMatchObject({
    language: "en",
    theme: "system",
    sound: true,
  });
  expect(understood("rubbish", ["zh"]).language).toBe("zh");
});

test("the browser's notifications are off until somebody wants them", () => {
  expect(understood(null, ["zh"]).desktop).toBe(false);
});
