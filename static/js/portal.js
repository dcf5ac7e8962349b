// The one script of the portal. Every page works without it; it adds comfort to what the page says with data-attributes.

const MB = 1024 * 1024;
const REST = 10_000; // quiet time before an autosave, in milliseconds
const LOST = (button) => `送信の途中で切れました。入力した内容は残っています。もう一度「${button}」を押してください`;
const FIELDS = "input, select, textarea, [contenteditable]";

const all = (selector) => [...document.querySelectorAll(selector)];

const make = (tag, properties = {}) => Object.assign(document.createElement(tag), properties);

const clockTime = () => {
  const now = new Date();
  return `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
};

// --- focus: what just happened is said first ---

function focusNews() {
  document.querySelector("[data-focus]")?.focus();
}

// --- how many characters are left; the server counts line ends as two, so this does too ---

function countCharacters(field) {
  const limit = Number(field.dataset.countLimit);
  const seen = make("p", { className: "field__count" });
  const heard = make("p", { className: "vh" });
  seen.setAttribute("aria-hidden", "true");
  heard.setAttribute("role", "status");
  field.after(seen, heard);
  let timer;
  const show = () => {
    const left = limit - [...field.value.replace(/\r?\n/g, "\r\n")].length;
    seen.textContent = left < 0 ? `${-left}字多くなっています` : `あと${left}字`;
    seen.classList.toggle("field__count--over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => { heard.textContent = seen.textContent; }, 1500);
  };
  field.addEventListener("input", show);
  show();
  clearTimeout(timer);
}

// --- copy: <button type="button" data-copy="id of the text" hidden> ---

function offerCopy(button) {
  const source = document.getElementById(button.dataset.copy);
  const told = make("span", { className: "note" });
  told.setAttribute("role", "status");
  button.after(told);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText("value" in source ? source.value : source.innerText);
      told.textContent = "コピーしました";
    } catch {
      if ("select" in source) source.select();
      else getSelection().selectAllChildren(source);
      told.textContent = "コピーできませんでした。文字を選んでコピーしてください";
    }
  });
}

// --- what is being typed may become: input[data-words="address"]; the answer: {"words": [whole search]} ---

function offerWords(input) {
  const list = make("datalist", { id: `${input.id}-words` });
  input.form.append(list);
  input.setAttribute("list", list.id);
  let timer, asked = "";
  const ask = async () => {
    const typed = input.value;
    if (typed === asked || typed.trim().length < 2) return;
    asked = typed;
    try {
      const answer = await fetch(`${input.dataset.words}?q=${encodeURIComponent(typed)}`, { redirect: "error" });
      const { words } = await answer.json();
      if (input.value === typed) list.replaceChildren(...words.map((value) => make("option", { value })));
    } catch { /* Searching goes on without. */ }
  };
  const later = (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, 300);
  };
  input.addEventListener("input", later);
  input.addEventListener("compositionend", later);
}

// --- leaving with something typed: form[data-guard] ---

const unsaved = new WeakSet();

function guard(form) {
  if (form.querySelector("[aria-invalid=true], .field--error")) unsaved.add(form);
  form.addEventListener("input", () => unsaved.add(form));
}

function askBeforeLeaving(event) {
  if (all("form[data-guard]").some((form) => unsaved.has(form))) event.preventDefault();
}

// --- sent once: a second press within eight seconds is dropped (the server makes one object of it anyway) ---

let sent = new WeakSet();
const uploading = new WeakSet();

function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (sent.has(form) || uploading.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  unsaved.delete(form);
  setTimeout(() => sent.delete(form), 8000);
}

// --- drafts: form[data-autosave="address"]; the answer: {"fields": {name: value}, "unsaved": [sentence]} ---

function autosave(form) {
  const status = form.querySelector("[data-autosave-status]") ?? form.appendChild(make("p", { className: "saved" }));
  status.setAttribute("role", "status");
  let timer, changes = 0, saved = 0, stopped = false, running = null;

  const textOnly = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };
  const post = async () => {
    const upTo = changes;
    let pause = REST;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: textOnly(), keepalive: document.hidden,
        headers: { Accept: "application/json" }, redirect: "error",
      });
      const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      // Someone else changed the draft, or the sign-in ran out: saving again by itself cannot help.
      stopped = answer.status >= 400 && answer.status < 500;
      if (!answer.ok) throw new Error(said.message ?? "");
      for (const [name, value] of Object.entries(said.fields ?? {})) {
        if (form.elements[name]) form.elements[name].value = value;
      }
      saved = upTo;
      const left = said.unsaved ?? [];
      if (changes === saved && !left.length) unsaved.delete(form);
      status.textContent = [`${clockTime()}に自動保存しました`, ...left].join("。");
    } catch (problem) {
      status.textContent = (stopped && problem.message) || "自動保存ができていません。下のボタンで保存してください";
      pause = 6 * REST;
    }
    running = null;
    clearTimeout(timer);
    if (changes !== saved && !stopped) timer = setTimeout(save, pause);
  };
  const save = () => {
    clearTimeout(timer);
    if (stopped || running || sent.has(form) || changes === saved) return;
    running = post();
  };

  form.addEventListener("input", () => {
    changes += 1;
    clearTimeout(timer);
    timer = setTimeout(save, REST);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!running) return;
    // The answer under way may renew the draft's number: sending the old one would look like a clash with oneself.
    event.preventDefault();
    running.then(() => form.requestSubmit(event.submitter));
  });
  form.saveNow = save;
}

function saveHidden() {
  if (document.hidden) for (const form of all("form[data-autosave]")) form.saveNow?.();
}

// --- turning pages: ← → in [data-reader] press its rel=prev and rel=next links ---

function turnPages(event) {
  const rel = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (!rel || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest?.(`${FIELDS}, .scroll-x`)) return;
  const link = document.querySelector(`[data-reader] a[rel=${rel}]`);
  if (!link) return;
  event.preventDefault();
  link.click();
}

// --- what is open stays open on the next page: details[data-keep="name"] in [data-reader] writes name=open ---

function keepOpen(fold) {
  const name = fold.dataset.keep;
  const reader = fold.closest("[data-reader]");
  const written = (address) => {
    const url = new URL(address, location.href);
    if (fold.open) url.searchParams.set(name, "open");
    else url.searchParams.delete(name);
    return url.search + url.hash;
  };
  fold.addEventListener("toggle", () => {
    history.replaceState(history.state, "", location.pathname + written(location.href));
    shown = location.pathname + location.search;
    for (const link of document.querySelectorAll(`main a[href^="?"]`)) link.setAttribute("href", written(link.href));
    for (const form of reader.querySelectorAll("form[method=get]")) {
      form.querySelector(`input[name=${name}]`)?.remove();
      if (fold.open) form.append(make("input", { type: "hidden", name, value: "open" }));
    }
  });
}

// --- files: form[data-upload] is sent with a bar; its answer takes the place of the page, whatever it says ---

function dropFiles(form) {
  const input = form.querySelector("input[type=file]");
  const box = input?.closest(".drop");
  if (!box) return;
  const over = (event, on) => {
    event.preventDefault();
    box.classList.toggle("drop--over", on);
  };
  box.addEventListener("dragover", (event) => over(event, true));
  box.addEventListener("dragleave", (event) => over(event, false));
  box.addEventListener("drop", (event) => {
    over(event, false);
    const files = new DataTransfer();
    for (const file of [...(input.multiple ? input.files : []), ...event.dataTransfer.files]) files.items.add(file);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

let shown = location.pathname + location.search;

function showAnswer(request, address) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  // Answered in place: the address stays that of the form, which can be read again; only a redirect leads elsewhere.
  const moved = request.responseURL && request.responseURL !== address;
  document.title = page.title;
  document.body.replaceWith(page.body);
  if (moved) history.pushState({ portal: true }, "", request.responseURL);
  shown = location.pathname + location.search;
  scrollTo(0, 0);
  enhance();
  if (document.activeElement !== document.body) return;
  // The page came without a load, which would be announced: its result is said, or else its heading.
  const news = document.querySelector("[data-result]") ?? document.querySelector("h1");
  if (news) news.tabIndex = -1;
  news?.focus();
}

function sendFiles(event) {
  const form = event.target;
  const files = all("input[type=file]").filter((input) => input.form === form).flatMap((input) => [...input.files]);
  if (event.defaultPrevented || !files.length) return;
  event.preventDefault();
  uploading.add(form);

  form.querySelector(".upload")?.remove();
  const box = make("div", { className: "upload" });
  const bar = make("progress", { max: 1, value: 0 });
  const seen = make("p", { className: "progress" });
  const text = make("span");
  const heard = make("p", { className: "vh" });
  bar.setAttribute("aria-label", "送信の進み具合");
  heard.setAttribute("role", "status");
  seen.append(bar, text);
  box.append(seen, heard);
  // Where the person looks: below the button that they pressed.
  const row = event.submitter?.closest(".btn-row");
  if (row) row.after(box);
  else form.append(box);
  seen.scrollIntoView({ block: "nearest" });

  const request = new XMLHttpRequest();
  const action = event.submitter?.getAttribute("formaction") || form.getAttribute("action") || "";
  const address = new URL(action, location.href.split("#")[0]).href;
  let state = "送信しています";
  text.textContent = state;
  const teller = setInterval(() => { heard.textContent = state; }, 5000);
  const lost = () => {
    clearInterval(teller);
    sent.delete(form);
    uploading.delete(form);
    unsaved.add(form);
    const error = make("p", { className: "field__error", textContent: LOST(event.submitter?.textContent.trim() || "次へ") });
    error.setAttribute("role", "alert");
    box.replaceChildren(error);
  };
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = loaded / total;
    state = loaded < total
      ? `送信しています ${Math.floor((loaded / total) * 100)}%（${(loaded / MB).toFixed(1)}MB / ${(total / MB).toFixed(1)}MB）`
      : "届きました。ファイルを確かめています";
    text.textContent = state;
  });
  request.addEventListener("load", () => {
    clearInterval(teller);
    showAnswer(request, address);
  });
  for (const name of ["error", "timeout", "abort"]) request.addEventListener(name, lost);
  request.open("POST", address);
  request.setRequestHeader("Accept", "text/html");
  request.send(new FormData(form, event.submitter));
}

// --- start ---

function enhance() {
  all("[data-count-limit]").forEach(countCharacters);
  all("[data-copy]").forEach(offerCopy);
  all("input[data-words]").forEach(offerWords);
  all("form[data-guard]").forEach(guard);
  all("form[data-autosave]").forEach(autosave);
  all("form[data-upload]").forEach(dropFiles);
  all("[data-reader] [data-keep]").forEach(keepOpen);
  focusNews();
}

document.addEventListener("submit", (event) => {
  sendOnce(event);
  if (event.target.matches("form[data-upload]")) sendFiles(event);
});
document.addEventListener("keydown", turnPages);
document.addEventListener("visibilitychange", saveHidden);
addEventListener("beforeunload", askBeforeLeaving);
// Jumping within a page is a popstate too and must not cost what was typed.
addEventListener("popstate", () => { if (location.pathname + location.search !== shown) location.reload(); });
addEventListener("pageshow", () => { sent = new WeakSet(); });
enhance();
