import type { Tone } from "./describe";

type Note = readonly [hertz: number, fromSeconds: number, seconds: number, shape: OscillatorType];

/** A rise, a low double buzz, two even pips: told apart in a noisy depot, without looking. */
const tunes: Readonly<Record<Tone, readonly Note[]>> = {
  welcome: [[784, 0, 0.1, "triangle"], [1175, 0.1, 0.22, "triangle"]],
  refuse: [[165, 0, 0.2, "sawtooth"], [139, 0.26, 0.34, "sawtooth"]],
  attention: [[587, 0, 0.12, "square"], [587, 0.22, 0.12, "square"]],
};
const shakes: Readonly<Record<Tone, readonly number[]>> = {
  welcome: [90],
  refuse: [260, 90, 260],
  attention: [110, 80, 110, 80, 110],
};

/** Sound and vibration. Browsers keep both silent until the page was touched once. */
export class Sound {
  private readonly context: AudioContext | null = "AudioContext" in window ? new AudioContext() : null;

  get isOn(): boolean {
    return this.context?.state === "running";
  }

  /** To be called from a touch or a key. */
  async wake(): Promise<void> {
    if (this.context && !this.isOn) await this.context.resume();
  }

  play(tone: Tone): void {
    if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.([...shakes[tone]]);
    if (this.context && this.isOn) for (const note of tunes[tone]) sing(this.context, note);
  }
}

function sing(context: AudioContext, [hertz, from, seconds, shape]: Note): void {
  const begin = context.currentTime + from;
  const voice = new OscillatorNode(context, { type: shape, frequency: hertz });
  const volume = new GainNode(context, { gain: 0 });
  // Short slopes at both ends keep the loudspeaker from clicking.
  volume.gain.setValueAtTime(0, begin);
  volume.gain.linearRampToValueAtTime(0.5, begin + 0.01);
  volume.gain.setValueAtTime(0.5, begin + seconds - 0.03);
  volume.gain.linearRampToValueAtTime(0, begin + seconds);
  voice.connect(volume).connect(context.destination);
  voice.start(begin);
  voice.stop(begin + seconds);
}
