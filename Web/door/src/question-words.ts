import type { Reply } from "./server";
import type { TextKey } from "./texts";

/** Why a question of a lead has no answer; `offline` is what this question says without a network. */
export function noAnswer(reply: Exclude<Reply, { kind: "ok" }>, offline: TextKey): TextKey {
  if (reply.kind === "unreachable") return reply.tooOften ? "door.question.too-often" : reply.why === "no-network" ? offline : "door.question.silent";
  if (reply.status === 401) return "door.detail.ended";
  switch (reply.code) {
    case "guest-search-unusable": return "door.guests.letters";
    case "device-revoked": return "door.ask.revoked";
    case "not-a-lead": return "door.question.not-a-lead";
    default: return "door.question.refused";
  }
}
