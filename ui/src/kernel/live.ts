// What happens while the application is open: one stream a browser, which one of its tabs hears and tells the others.

export interface Heard {
  event: "ready" | "changed" | "notified" | "progress";
  data: { resumed?: boolean; first?: boolean; kind?: string; id?: string; [name: string]: unknown };
}

const EVENTS = ["ready", "changed", "notified", "progress"] as const;
const NAME = "bottega.live";
/** Milliseconds: after the page is drawn, and before a stream that was refused is asked for again. */
const AFTER_DRAWING = 500;
const AFTER_REFUSAL = 30_000;

const listeners = new Set<(heard: Heard) => void>();
let channel: BroadcastChannel | null = null;
let stream: EventSource | null = null;
let closed = false;

/** Hear what happens; answers how to stop. */
export function onLive(hear: (heard: Heard) => void): () => void {
  listeners.add(hear);
  if (!channel) {
    channel = new BroadcastChannel(NAME);
    channel.onmessage = ({ data }) => tellHere(data);
    setTimeout(lead, AFTER_DRAWING);
  }
  return () => listeners.delete(hear);
}

/** Before the session ends: a stream that is refused would only complain. */
export function stopListening(): void {
  closed = true;
  stream?.close();
}

function tellHere(heard: Heard): void {
  for (const hear of listeners) hear(heard);
}

// The tab that holds the lock listens; another takes over when it is closed. Without locks every tab listens.
function lead(): void {
  if (navigator.locks) void navigator.locks.request(NAME, () => new Promise(open));
  else open();
}

function open(): void {
  if (closed) return;
  const source = new EventSource("/api/ui/live");
  stream = source;
  let first = true;
  for (const event of EVENTS) {
    source.addEventListener(event, (said) => {
      const heard: Heard = { event, data: JSON.parse((said as MessageEvent<string>).data) };
      // Between drawing the page and the first one somebody may have changed what it shows.
      if (event === "ready" && first) heard.data.first = true;
      first = false;
      tellHere(heard);
      channel?.postMessage(heard);
    });
  }
  source.onerror = () => {
    // The browser itself goes on after a break; a refusal ends the stream.
    if (source.readyState === EventSource.CLOSED) setTimeout(open, AFTER_REFUSAL);
  };
}
