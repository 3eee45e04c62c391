extension PageScripts {
  static let consent = #"""
    import {
      ServiceError, act, byId, call, complain, element, explain, finish, language, say, shown, text,
    } from "./common";
    import * as passkeys from "./passkeys";

    // The last part of the page's address; it holds nothing that an address could misread.
    const handle = encodeURIComponent(decodeURIComponent(location.pathname.split("/").at(-1)));
    const buttons = [byId("confirm"), byId("refuse")];
    let request;
    let timer;
    // Milliseconds that the service's clock is ahead of ours.
    let ahead = 0;

    const isSignature = () => request.kind === "signature";
    // Where each signature has its document on the page.
    const isNamed = () => request.hashes.length === request.numSignatures;
    const client = () => shown(request.client.name);

    function time(value) {
      const date = new Date(value);
      if (Number.isNaN(date.getTime())) return shown(value);
      return new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" }).format(date);
    }

    function fact(key, value) {
      if (value === null || value === undefined || value === "") return;
      const isolated = element("bdi");
      // A name of many parts may break after each.
      for (const part of shown(value).split(/(?<=,)/u)) isolated.append(part, document.createElement("wbr"));
      const content = element("dd");
      content.append(isolated);
      byId("who").append(element("dt", "", text(key)), content);
    }

    // Digits in groups of four: easy to compare, and copied without the gaps.
    function digest(hex) {
      const code = element("code", "digest");
      for (const group of String(hex).match(/.{1,4}/gsu) ?? []) code.append(element("span", "", shown(group)));
      return code;
    }

    function showWho() {
      fact(isSignature() ? "consent.signatory" : "consent.person", request.signatory.name);
      fact("consent.client", request.client.name);
      fact("consent.description", request.description);
      if (!isSignature()) return;
      fact("consent.count", new Intl.NumberFormat(language).format(request.numSignatures));
      const certificate = request.certificate;
      fact("consent.subject", certificate?.subject);
      fact("consent.issuer", certificate?.issuer);
      fact("consent.serial", certificate?.serial);
      fact("consent.validTo", certificate && time(certificate.validTo));
      fact("consent.credential", request.credentialID);
    }

    function showDocuments() {
      byId("documents-section").hidden = !isSignature();
      if (request.hashes.length === 0) {
        byId("documents-hint").className = "problem";
        byId("documents-hint").textContent = text("consent.documents.none", { count: request.numSignatures });
      }
      request.hashes.forEach(({ label, algorithm, hex }, index) => {
        const item = element("li");
        const name = element("p", "label");
        const hasLabel = typeof label === "string" && label.trim() !== "";
        name.append(
          element("bdi", "", hasLabel ? shown(label) : text("consent.document.unnamed", { number: index + 1 })));
        const kind = text("consent.document.algorithm", { algorithm: shown(algorithm).toUpperCase() });
        item.append(name, element("p", "algorithm", kind), digest(hex));
        byId("documents").append(item);
      });
    }

    function confirmLabel() {
      if (!isSignature()) return text("consent.grant");
      const count = request.numSignatures;
      if (!isNamed()) return text("consent.allow", { count });
      return count === 1 ? text("consent.sign.one") : text("consent.sign.many", { count });
    }

    function showExpiry() {
      const end = new Date(request.expires).getTime();
      const left = Math.floor((end - Date.now() - ahead) / 1000);
      if (left <= 0) return over();
      const count = left < 60 ? left : Math.floor(left / 60);
      const rest = text(left < 60 ? "consent.left.seconds" : "consent.left.minutes", { count });
      byId("expiry").textContent = `${text("consent.expires", { time: time(request.expires) })} ${rest}`;
    }

    function leave(title, message) {
      clearInterval(timer);
      byId("request").hidden = true;
      finish(title, message);
    }

    function over() { leave(text("consent.over"), text("consent.over.text")); }

    // Back to the application, where it said where to.
    function goOn(redirect) {
      if (typeof redirect !== "string" || !/^[a-z][a-z0-9+.-]*:/i.test(redirect)) return;
      if (/^(javascript|data|blob|file|vbscript|about):/i.test(redirect)) return;
      const link = byId("continue");
      link.href = redirect;
      link.textContent = text("consent.continue", { client: client() });
      byId("continue-line").hidden = false;
      location.assign(redirect);
    }

    function failed(error) {
      if (error instanceof ServiceError && error.status === 404) return over();
      explain(error, "consent.rejected");
    }

    byId("confirm").addEventListener("click", () => act(buttons, text("page.ask"), async () => {
      if (!passkeys.areThere()) return complain("page.noPasskeys");
      const proof = await passkeys.confirm(request.passkey);
      say(text("page.sending"));
      const { redirect } = await call("POST", `activations/${handle}/proof`, proof);
      const done = isSignature() ? "consent.done.signature" : "consent.done.service";
      leave(text("consent.done"), text(done, { client: client() }));
      goOn(redirect);
    }, failed));

    byId("refuse").addEventListener("click", () => act(buttons, text("page.sending"), async () => {
      const { redirect } = await call("POST", `activations/${handle}/refusal`, {});
      leave(text("consent.refused"), text("consent.refused.text", { client: client() }));
      goOn(redirect);
    }, failed));

    async function start() {
      say(text("page.loading"));
      request = await call("GET", `activations/${handle}`);
      ahead = (Date.parse(request.now) || Date.now()) - Date.now();
      byId("demo").hidden = request.demo !== true;
      const kind = isSignature() ? "signature" : "service";
      byId("heading").textContent = text(`consent.title.${kind}`);
      document.title = text(`consent.title.${kind}`);
      byId("intro").textContent = text(`consent.intro.${kind}`, { client: client() });
      const isOpen = isSignature() && !isNamed();
      byId("act").textContent = text(isOpen ? "consent.act.open" : `consent.act.${kind}`, { count: request.numSignatures });
      byId("confirm").textContent = confirmLabel();
      showWho();
      showDocuments();
      say("");
      // What goes wrong from here on is told beside the buttons, where it can be seen.
      byId("expiry").after(byId("problem"));
      byId("request").hidden = false;
      showExpiry();
      timer = setInterval(showExpiry, 1000);
    }

    start().catch(failed);

    """#
}
