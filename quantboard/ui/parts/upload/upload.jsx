import { useRef, useState } from "react";
import { getBackendURL } from "$/utils/state";

const size = (n) => (n > 1e9 ? (n / 1e9).toFixed(1) + " GB" : n > 1e6 ? (n / 1e6).toFixed(1) + " MB" : Math.max(n / 1e3, 0.1).toFixed(1) + " kB");

export function QbUpload({ title, lead, buttonText, stopText, tooManyText, failedText, accept, most, taken, onDone }) {
  const input = useRef(null), running = useRef({}), [over, setOver] = useState(false), [items, setItems] = useState([]), [note, setNote] = useState("");
  const set = (key, change) => setItems((list) => list.map((it) => (it.key === key ? { ...it, ...change } : it)));

  const send = (file) => new Promise((resolve) => {
    const key = `${file.name}-${Math.random()}`, xhr = new XMLHttpRequest(), url = getBackendURL();
    url.pathname = `/api/v1/uploads/${encodeURIComponent(file.name)}`;
    running.current[key] = xhr;
    setItems((list) => [...list, { key, name: file.name, size: file.size, share: 0, error: "" }]);
    xhr.open("PUT", url);
    xhr.withCredentials = true;
    xhr.upload.onprogress = (e) => e.lengthComputable && set(key, { share: e.loaded / e.total });
    const fail = (message) => { set(key, { error: message || failedText }); resolve(); };
    xhr.onload = () => {
      let body = {};
      try { body = JSON.parse(xhr.responseText); } catch { /* not ours */ }
      if (xhr.status < 300) { setItems((list) => list.filter((it) => it.key !== key)); onDone?.(body); resolve(); }
      else fail([body.message, body.hint].filter(Boolean).join(" ") || `${failedText} (${xhr.status})`);
    };
    xhr.onerror = () => fail("");
    xhr.onabort = () => { setItems((list) => list.filter((it) => it.key !== key)); resolve(); };
    xhr.send(file);
  });

  const take = async (files) => {
    const room = (most ?? 10) - (taken ?? 0), list = [...files];
    setNote(list.length > room ? tooManyText : "");
    for (const file of list.slice(0, Math.max(room, 0))) await send(file);
  };

  return (
    <div className={over ? "qb-drop qb-drop-over" : "qb-drop"}
      onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
      onDrop={(e) => { e.preventDefault(); setOver(false); take(e.dataTransfer.files); }}>
      <svg className="qb-drop-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true"><path d="M12 16V4m0 0L7 9m5-5 5 5M4 15v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3" strokeLinecap="round" strokeLinejoin="round" /></svg>
      <p className="qb-drop-title">{title}</p>
      <p className="qb-drop-lead">{lead}</p>
      <button type="button" className="qb-drop-button" id="choose-files" onClick={() => input.current?.click()}>{buttonText}</button>
      <input ref={input} id="file-input" type="file" multiple accept={accept} hidden onChange={(e) => { take(e.target.files); e.target.value = ""; }} />
      {note && <p className="qb-drop-error" role="alert">{note}</p>}
      {items.map((it) => (
        <div key={it.key} className="qb-drop-item">
          <div className="qb-drop-line">
            <span className="qb-drop-name">{it.name}</span><span>{size(it.size)}</span>
            {it.error ? null : <span>{Math.round(it.share * 100)} %</span>}
            <button type="button" aria-label={`${stopText}: ${it.name}`} title={stopText} onClick={() => (it.error ? setItems((l) => l.filter((x) => x.key !== it.key)) : running.current[it.key]?.abort())}>✕</button>
          </div>
          {it.error ? <p className="qb-drop-error" role="alert">{it.error}</p> : <div className="qb-drop-bar" role="progressbar" aria-valuenow={Math.round(it.share * 100)} aria-label={it.name}><div style={{ width: `${it.share * 100}%` }} /></div>}
        </div>
      ))}
    </div>
  );
}
