import { useEffect, useRef, useState } from "react";

/** How much a count grows a second; that of the frames by default. */
export function usePerSecond(count) {
  const [rate, setRate] = useState(0);
  const newest = useRef(0);
  if (count !== undefined) newest.current = count;
  useEffect(() => {
    let since = performance.now();
    let before = newest.current;
    let request = requestAnimationFrame(function frame(now) {
      if (count === undefined) newest.current++;
      if (now - since >= 500) {
        setRate((1000 * (newest.current - before)) / (now - since));
        since = now;
        before = newest.current;
      }
      request = requestAnimationFrame(frame);
    });
    return () => cancelAnimationFrame(request);
  }, [count === undefined]);
  return rate;
}
