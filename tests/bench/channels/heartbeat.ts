/** How long the page's event loop, or a worker's, had no turn. */

const BEAT_MS = 5;

/** Watches this page's event loop until `stop`, which gives the longest time without a turn in milliseconds. */
export function watchEventLoop(): { stop(): number } {
  let last = performance.now();
  let longest = 0;
  const beat = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last - BEAT_MS);
    last = now;
  };
  const timer = setInterval(beat, BEAT_MS);
  return {
    stop() {
      beat();
      clearInterval(timer);
      return longest;
    },
  };
}

/** The same of the one worker that runs heartbeat.js now, since the last call. */
export function askWorker(): Promise<number> {
  const channel = new BroadcastChannel("heartbeat");
  return new Promise(resolve => {
    channel.onmessage = ({ data }: MessageEvent<{ longest: number }>) => {
      channel.close();
      resolve(data.longest);
    };
    channel.postMessage("how long?");
  });
}
