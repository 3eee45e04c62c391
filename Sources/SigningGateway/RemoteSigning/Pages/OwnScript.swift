extension PageScripts {
  /// One's own authenticators: seen, named, ended, and a further passkey made. Each act asks for a passkey, which signs it.
  static let own = #"""
    import { ServiceError, act, byId, call, complain, element, explain, language, say, shown, text } from "./common";
    import * as passkeys from "./passkeys";

    const longestName = 64;
    let authenticators = [];
    // The passkey that showed the list.
    let current;
    let enrolment;

    // The passkey signs which act it is, and on what.
    async function perform(body) {
      const asked = await call("POST", "authenticators/requests", body);
      const answer = await passkeys.confirm(asked.passkey);
      say(text("page.sending"));
      return call("POST", "authenticators/acts", { ...answer, request: asked.request });
    }

    function failed(error) {
      if (error instanceof ServiceError && error.status === 404) return complain("own.unknown");
      explain(error, "own.rejected");
    }

    const buttons = () => [...document.querySelectorAll("main button")];
    const run = (work) => act(buttons(), text("page.ask"), work, failed);

    function date(value) {
      const time = new Date(value);
      return Number.isNaN(time.getTime()) ? shown(value) : new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(time);
    }

    const title = (one) => one.name ? shown(one.name) : text(`own.kind.${one.kind}`);

    function facts(one) {
      const list = element("ul", "facts");
      const add = (content) => list.append(element("li", "", content));
      if (one.name) add(text(`own.kind.${one.kind}`));
      add(text("own.since", { date: date(one.enrolledAt) }));
      if (one.kind === "passkey") add(text(one.synced ? "own.synced" : "own.bound"));
      if (one.authenticator === current) add(text("own.current"));
      add(text("own.id", { id: shown(one.authenticator) }));
      return list;
    }

    function button(key, label, pressed, className) {
      const made = element("button", className, text(key));
      made.type = "button";
      // The names of buttons tell them apart where they are listed without what stands around.
      if (label) made.setAttribute("aria-label", `${text(key)}: ${label}`);
      made.addEventListener("click", pressed);
      return made;
    }

    function line(...parts) {
      const made = element("div", "actions");
      made.append(...parts);
      return made;
    }

    function showItem(one, index) {
      const item = element("li");
      item.id = `authenticator-${index}`;
      item.tabIndex = -1;
      const name = element("p", "label");
      name.append(element("bdi", "", title(one)));
      item.append(name, facts(one));
      if (!one.active) {
        item.append(element("p", "ended", text("own.ended")));
        return item;
      }
      item.append(line(
        button("own.rename", title(one), () => askName(item, one, index)),
        button("own.end", title(one), () => askEnd(item, one, index))));
      return item;
    }

    function put(one, index) {
      const made = showItem(one, index);
      byId(`authenticator-${index}`).replaceWith(made);
      made.focus();
    }

    function askName(item, one, index) {
      const form = element("form", "step");
      form.noValidate = true;
      const input = element("input");
      input.id = `name-${index}`;
      input.maxLength = longestName;
      input.value = one.name ?? "";
      input.autocomplete = "off";
      const label = element("label", "", text("own.name"));
      label.htmlFor = input.id;
      const problem = element("p", "field-error");
      problem.id = `name-error-${index}`;
      input.setAttribute("aria-describedby", problem.id);
      const save = element("button", "primary", text("own.save"));
      save.type = "submit";
      form.append(label, input, problem, line(save, button("own.cancel", "", () => put(one, index))));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const name = input.value.trim();
        problem.textContent = name ? "" : text("own.name.empty");
        if (!name) {
          input.setAttribute("aria-invalid", "true");
          return input.focus();
        }
        input.removeAttribute("aria-invalid");
        run(async () => {
          await perform({ act: "name", authenticator: one.authenticator, name });
          one.name = name;
          put(one, index);
          say(text("own.named"));
        });
      });
      item.lastElementChild.replaceWith(form);
      input.focus();
    }

    function askEnd(item, one, index) {
      const step = element("div", "step");
      const active = authenticators.filter((other) => other.active);
      step.append(element("p", "", text(active.length === 1 ? "own.end.last" : "own.end.sure", { name: title(one) })));
      const yes = button("own.end.yes", "", () => run(async () => {
        await perform({ act: "revoke", authenticator: one.authenticator });
        one.active = false;
        put(one, index);
        say(text("own.end.done"));
      }), "primary");
      step.append(line(yes, button("own.cancel", "", () => put(one, index))));
      item.lastElementChild.replaceWith(step);
      yes.focus();
    }

    function showList() {
      byId("show-step").hidden = true;
      byId("list-step").hidden = false;
      byId("authenticators").replaceChildren(...authenticators.map(showItem));
      byId("list-heading").focus();
      say("");
    }

    byId("show").addEventListener("click", () => run(async () => {
      const listed = await perform({ act: "list" });
      // Those in use first, and the newest of them.
      authenticators = listed.authenticators.toSorted(
        (a, b) => Number(b.active) - Number(a.active) || b.enrolledAt.localeCompare(a.enrolledAt));
      current = listed.provedBy;
      showList();
    }));

    byId("add").addEventListener("click", () => run(async () => {
      enrolment = await perform({ act: "enrol" });
      byId("add-step").hidden = true;
      byId("create-step").hidden = false;
      say(text("own.confirmed"));
      byId("create").focus();
    }));

    byId("create").addEventListener("click", () => act(buttons(), text("page.ask"), async () => {
      const passkey = await passkeys.create(enrolment.passkey);
      say(text("page.sending"));
      const made = await call("POST", `enrolments/${encodeURIComponent(enrolment.enrolment)}/passkey`, passkey);
      byId("create-step").hidden = true;
      byId("add-step").hidden = false;
      authenticators.unshift({
        authenticator: made.authenticator, kind: "passkey", active: true, enrolledAt: new Date().toISOString(),
        synced: made.synced,
      });
      showList();
      say(text("own.added"));
    }, (error) => {
      // An enrolment is good for one try.
      if (error instanceof ServiceError) {
        byId("create-step").hidden = true;
        byId("add-step").hidden = false;
      }
      explain(error, "enrol.rejected");
    }));

    byId("show-step").hidden = false;
    if (!passkeys.areThere()) complain("page.noPasskeys");

    """#
}
