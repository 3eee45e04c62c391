extension PageScripts {
  static let enrol = #"""
    import { ServiceError, act, byId, call, complain, explain, finish, say, shown, text } from "./common";
    import * as passkeys from "./passkeys";

    let enrolment;
    let existing;

    function codeProblem(message) {
      byId("code-error").textContent = message;
      const input = byId("code");
      if (message) {
        input.setAttribute("aria-invalid", "true");
        input.focus();
      } else {
        input.removeAttribute("aria-invalid");
      }
    }

    function showPasskeyStep() {
      byId("code-step").hidden = true;
      byId("passkey-step").hidden = false;
      byId("for-whom").textContent = text("enrol.whom", { name: shown(enrolment.signatory.name) });
      const needsExisting = Boolean(enrolment.existing) && !existing;
      byId("existing-step").hidden = !needsExisting;
      byId("create-step").hidden = needsExisting;
      say("");
      byId(needsExisting ? "use-existing" : "create").focus();
    }

    byId("code-step").addEventListener("submit", (event) => {
      event.preventDefault();
      codeProblem("");
      const code = byId("code").value.trim();
      if (!code) return codeProblem(text("enrol.code.empty"));
      act([byId("send-code")], text("page.sending"), async () => {
        enrolment = await call("POST", "enrolments", { code });
        showPasskeyStep();
      }, (error) => {
        const isWrong = error instanceof ServiceError && error.status >= 400 && error.status < 500 && error.status !== 429;
        if (!isWrong) return explain(error, "page.failed");
        say("");
        codeProblem(text(error.status === 409 ? "enrol.code.waiting" : "enrol.code.wrong"));
      });
    });

    byId("use-existing").addEventListener("click", (event) => act([event.target], text("page.ask"), async () => {
      existing = await passkeys.confirm(enrolment.existing);
      showPasskeyStep();
      say(text("enrol.confirmed"));
    }, (error) => explain(error, "enrol.rejected")));

    byId("create").addEventListener("click", (event) => act([event.target], text("page.ask"), async () => {
      const passkey = await passkeys.create(enrolment.passkey);
      say(text("page.sending"));
      const path = `enrolments/${encodeURIComponent(enrolment.enrolment)}/passkey`;
      await call("POST", path, existing ? { ...passkey, existing } : passkey);
      byId("passkey-step").hidden = true;
      finish(text("enrol.done"), text("enrol.done.text"));
    }, (error) => explain(error, "enrol.rejected")));

    // An invitation's link may carry the code behind a hash sign, which browsers keep to themselves.
    const carried = new URLSearchParams(location.hash.slice(1)).get("code");
    if (carried) {
      byId("code").value = carried;
      history.replaceState(null, "", location.pathname + location.search);
    }
    // Another link in the same tab loads nothing by itself.
    addEventListener("hashchange", () => location.reload());
    byId("code-step").hidden = false;
    if (!passkeys.areThere()) complain("page.noPasskeys");

    """#
}
