export type Opened = "open" | "denied" | "missing" | "taken" | "insecure";

/** The phone's camera: the one that looks away from the volunteer, unless another is chosen. */
export class Camera {
  private readonly video: HTMLVideoElement;
  private readonly lost: () => void;
  private stream: MediaStream | null = null;
  private opening = 0;

  /** `lost` is called when the phone takes an open camera away: a call comes in, a cable comes out. */
  constructor(video: HTMLVideoElement, lost: () => void) {
    this.video = video;
    this.lost = lost;
  }

  /** The id of the camera in use. */
  get id(): string | null {
    return this.track?.getSettings().deviceId ?? null;
  }

  /** Null when it was closed, or opened again, while the volunteer was asked for permission. */
  async open(id: string | null): Promise<Opened | null> {
    this.close();
    if (!window.isSecureContext || !navigator.mediaDevices) return "insecure";
    const turn = this.opening;
    try {
      const stream = await streamOf(id);
      if (turn !== this.opening) {
        stop(stream);
        return null;
      }
      this.stream = stream;
      // Stopping a track ourselves fires nothing.
      this.track?.addEventListener("ended", () => this.stream === stream && this.lost());
      this.video.srcObject = stream;
      await this.video.play();
      return "open";
    } catch (trouble) {
      return turn === this.opening ? why(trouble) : null;
    }
  }

  close(): void {
    this.opening++;
    if (this.stream) stop(this.stream);
    this.stream = null;
    this.video.srcObject = null;
  }

  /** All cameras; their names are known only after one was allowed. */
  async choices(): Promise<readonly MediaDeviceInfo[]> {
    return (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === "videoinput");
  }

  get hasTorch(): boolean {
    const able = this.track?.getCapabilities?.() as { torch?: boolean } | undefined;
    return able?.torch === true;
  }

  async light(on: boolean): Promise<void> {
    await this.track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  }

  private get track(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }
}

/** A camera that was chosen and is gone, as one on a cable, leaves the phone's own. */
async function streamOf(id: string | null): Promise<MediaStream> {
  const open = (video: MediaTrackConstraints) => navigator.mediaDevices.getUserMedia({ audio: false, video });
  try {
    return await open(wanted(id));
  } catch (trouble) {
    if (id === null || why(trouble) !== "missing") throw trouble;
    return open(wanted(null));
  }
}

function wanted(id: string | null): MediaTrackConstraints {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  return id ? { ...size, deviceId: { exact: id } } : { ...size, facingMode: { ideal: "environment" } };
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function why(trouble: unknown): Opened {
  const name = trouble instanceof DOMException ? trouble.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  return name === "NotFoundError" || name === "OverconstrainedError" ? "missing" : "taken";
}
