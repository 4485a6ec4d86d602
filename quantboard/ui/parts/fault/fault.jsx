import { Component, useEffect, useState } from "react";

const reference = () => [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const spoken = (texts) => texts[document.documentElement.lang.startsWith("zh") ? 1 : 0];

// Catches what a page throws while it is drawn; the rest of the program lives on.
export class QbBoundary extends Component {
  state = { reference: "" };
  static getDerivedStateFromError() { return { reference: reference() }; }
  componentDidCatch(error, info) {
    document.title = `${spoken(this.props.texts).title} · QuantBoard`;
    this.props.onFault?.({ reference: this.state.reference, what: `${error?.name}: ${error?.message}`, where: String(error?.stack ?? "").slice(0, 4000), parts: String(info?.componentStack ?? "").slice(0, 2000), page: location.pathname });
  }
  render() {
    if (!this.state.reference) return this.props.children;
    const { title, text, reload, home, marked } = spoken(this.props.texts);
    return (
      <div className="radix-themes" data-accent-color="iris" data-gray-color="slate" data-radius="small" data-scaling="95%">
      <main id="main" className="qb-fault">
        <h1 className="qb-h1"><span role="alert">{title}</span></h1>
        <p>{text}</p>
        <p>{marked} <code id="fault-reference">{this.state.reference}</code></p>
        <div className="qb-actions">
          <button type="button" id="reload" className="qb-link-button qb-link-main" onClick={() => location.reload()}>{reload}</button>
          <a className="qb-link-button qb-link-plain" href="/">{home}</a>
        </div>
      </main>
      </div>
    );
  }
}

// Says that the server is out of reach, and that it is back.
export function QbConnection({ isLost, texts, problem }) {
  const [isOffline, setIsOffline] = useState(false);
  useEffect(() => {
    const asked = () => setIsOffline(!navigator.onLine);
    asked();
    window.addEventListener("online", asked);
    window.addEventListener("offline", asked);
    return () => { window.removeEventListener("online", asked); window.removeEventListener("offline", asked); };
  }, []);
  const text = isOffline ? texts.offline : isLost ? problem || texts.lost : "";
  return <div id="connection" role="status" aria-live="polite" className={text ? "qb-connection" : "sr-only"}>{text}</div>;
}
