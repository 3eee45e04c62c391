/// What the pages run: plain modules, no library. Text of other people reaches the page by `textContent` alone.
enum PageScripts {
  static let common = #"""
    // Texts, elements, and calls to the service. Addresses are relative to this file.
    const { texts } = await import(`./texts-${document.documentElement.lang}`);

    export const language = document.documentElement.lang;
    export const byId = (id) => document.getElementById(id);

    // The sentence of a key, with values in the place of {name}.
    export function text(key, values = {}) {
      return texts[key].replace(/\{(\w+)\}/g, (whole, name) => name in values ? String(values[name]) : whole);
    }

    // Text of other people: characters that do not show, or that turn the reading direction around, are spelled out.
    const hiddenCharacters = /[\p{Cc}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/gu;
    export function shown(value) {
      return String(value).replace(
        hiddenCharacters, (c) => `[U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
    }

    export function element(name, className, content) {
      const made = document.createElement(name);
      if (className) made.className = className;
      if (content !== undefined) made.textContent = content;
      return made;
    }

    export function say(message) { byId("status").textContent = message; }

    // Puts a problem where screen readers hear it at once; nothing takes it away.
    export function complain(key, detail) {
      say("");
      const lines = key ? [element("p", "", text(key))] : [];
      if (detail) lines.push(element("p", "", text("page.detail", { detail: shown(detail) })));
      byId("problem").replaceChildren(...lines);
    }

    // The page's last state; focus goes to its heading, so that it is read.
    export function finish(title, message) {
      complain();
      const heading = byId("heading");
      heading.textContent = title;
      document.title = title;
      byId("outcome-text").textContent = message;
      byId("outcome").hidden = false;
      heading.focus();
    }

    // What the service answered when it did not do what was asked; status 0 where it did not answer.
    export class ServiceError extends Error {
      constructor(status, detail) {
        super(detail ?? "");
        this.status = status;
        this.detail = detail;
      }
    }

    const root = new URL("../v1/", import.meta.url);

    export async function call(method, path, body) {
      const options = { method, cache: "no-store", credentials: "omit", redirect: "error", headers: {} };
      if (body !== undefined) {
        options.headers["Content-Type"] = "application/json";
        options.body = JSON.stringify(body);
      }
      let answer, content;
      try {
        answer = await fetch(new URL(path, root), options);
        content = await answer.text();
      } catch {
        throw new ServiceError(0);
      }
      let value;
      try { value = JSON.parse(content); } catch { value = undefined; }
      if (!answer.ok || value === undefined) throw new ServiceError(answer.status, value?.detail ?? value?.title);
      return value;
    }

    // What to say of an error; `rejected` is the sentence where the service refused what was sent.
    export function explain(error, rejected) {
      if (error instanceof ServiceError) {
        if (error.status === 0) return complain("page.network");
        const isRefusal = error.status >= 400 && error.status < 500;
        return complain(isRefusal ? rejected : "page.failed", error.detail);
      }
      switch (error?.name) {
        case "NotAllowedError": case "AbortError": return complain("page.notConfirmed");
        case "SecurityError": return complain("page.wrongSite");
        case "InvalidStateError": return complain("enrol.already");
        case "NotSupportedError": return complain("page.noPasskeys");
        default: return complain("page.failed", error?.message);
      }
    }

    // Runs one act: buttons rest meanwhile, and a problem of the last time goes away.
    export async function act(buttons, message, work, failed) {
      complain();
      say(message);
      buttons.forEach((button) => { button.disabled = true; });
      try {
        await work();
      } catch (error) {
        failed(error);
      } finally {
        buttons.forEach((button) => { button.disabled = false; });
      }
    }

    """#

  static let passkeys = #"""
    // Between the service's JSON and WebAuthn: bytes are base64url without padding there.
    export const areThere = () => Boolean(window.isSecureContext && window.PublicKeyCredential && navigator.credentials);

    function bytes(text) {
      const standard = text.replaceAll("-", "+").replaceAll("_", "/");
      return Uint8Array.from(atob(standard), (character) => character.charCodeAt(0));
    }

    function base64url(buffer) {
      let text = "";
      for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
      return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    }

    const descriptor = ({ id, transports }) => {
      const made = { type: "public-key", id: bytes(id) };
      if (transports?.length) made.transports = transports;
      return made;
    };

    // Asks the signatory to confirm with a passkey; gives what the service checks.
    export async function confirm(request) {
      const credential = await navigator.credentials.get({
        publicKey: {
          challenge: bytes(request.challenge),
          rpId: request.rpId,
          allowCredentials: (request.allowCredentials ?? []).map(descriptor),
          userVerification: "required",
          timeout: request.timeoutMilliseconds,
        },
      });
      if (!credential) throw new DOMException("no passkey", "NotAllowedError");
      const answer = {
        id: base64url(credential.rawId),
        clientDataJSON: base64url(credential.response.clientDataJSON),
        authenticatorData: base64url(credential.response.authenticatorData),
        signature: base64url(credential.response.signature),
      };
      if (credential.response.userHandle?.byteLength) answer.userHandle = base64url(credential.response.userHandle);
      return answer;
    }

    // Asks the signatory's device for a new passkey.
    export async function create(request) {
      const { timeoutMilliseconds, ...options } = request;
      const credential = await navigator.credentials.create({
        publicKey: {
          ...options,
          challenge: bytes(request.challenge),
          user: { ...request.user, id: bytes(request.user.id) },
          pubKeyCredParams: request.pubKeyCredParams.map(({ alg }) => ({ type: "public-key", alg })),
          excludeCredentials: (request.excludeCredentials ?? []).map(descriptor),
          timeout: timeoutMilliseconds,
        },
      });
      if (!credential) throw new DOMException("no passkey", "NotAllowedError");
      return {
        id: base64url(credential.rawId),
        clientDataJSON: base64url(credential.response.clientDataJSON),
        attestationObject: base64url(credential.response.attestationObject),
        transports: credential.response.getTransports?.() ?? [],
      };
    }

    """#
}
