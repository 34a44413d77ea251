import { expect, test } from "vitest";
import { noAnswer } from "../src/question-words";
import { Server } from "../src/server";
import { network } from "./parts";

test.each([
  ["a lost network", "lost" as const, "door.guests.offline"],
  ["a server in trouble", { status: 503 }, "door.question.silent"],
  ["somebody's Wi-Fi", "not-json" as const, "door.question.silent"],
  ["too many questions", { status: 429, body: { code: "too-many" }, headers: { "Retry-After": "20" } }, "door.question.too-often"],
  ["an ended pass", { status: 401, body: { code: "device-unknown" } }, "door.detail.ended"],
  ["a pass that was taken away", { status: 403, body: { code: "device-revoked" } }, "door.ask.revoked"],
  ["a pass that is no lead's any more", { status: 403, body: { code: "not-a-lead" } }, "door.question.not-a-lead"],
  ["too few letters", { status: 422, body: { code: "guest-search-unusable", field: "name" } }, "door.guests.letters"],
  ["a refusal of another kind", { status: 404, body: { code: "slot-not-found" } }, "door.question.refused"],
])("a question that %s left without an answer says so", async (_, told, expected) => {
  const reply = await new Server("secret", network(told).send).guests("clay", "Ай");
  expect(reply.kind !== "ok" && noAnswer(reply, "door.guests.offline")).toBe(expected);
});
