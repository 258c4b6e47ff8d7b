// Two short tones, made here: no file is loaded.
let audio: AudioContext | undefined;

/** Sounds once; silent where the browser wants a click first. */
export function ring(): void {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") void audio.resume();
    tone(audio, 880, 0);
    tone(audio, 1174.7, 0.16);
  } catch {
    // A machine without sound: the alert is seen all the same.
  }
}

function tone(context: AudioContext, hertz: number, after: number): void {
  const start = context.currentTime + after;
  const wave = context.createOscillator();
  const loudness = context.createGain();
  wave.frequency.value = hertz;
  loudness.gain.setValueAtTime(0.0001, start);
  loudness.gain.exponentialRampToValueAtTime(0.18, start + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0001, start + 0.3);
  wave.connect(loudness).connect(context.destination);
  wave.start(start);
  wave.stop(start + 0.32);
}
