import type { Clock } from "./clock";
import type { Memory } from "./memory";
import type { Server } from "./server";
import type { Sound } from "./sound";

/** What the door screen works with. */
export interface DoorParts {
  readonly memory: Memory;
  readonly server: Server;
  readonly clock: Clock;
  readonly sound: Sound;
  /** The pass was taken away. */
  readonly revoked: () => void;
}
