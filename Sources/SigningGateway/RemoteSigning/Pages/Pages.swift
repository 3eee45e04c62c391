/// What a signatory sees before a signature: who asks, for what, with which key; and confirms or refuses.
public enum ConsentPage {
  /// For `GET /signatory/consent/{handle}`; the handle stays in the address, from where the script takes it.
  public static func html(language: PageLanguage) -> PageAsset {
    .page("consent", PageTemplate.filled(PageTemplate.consent, "../", "consent", language), language)
  }
}

/// Where a signatory enters the code of an invitation and makes a passkey.
public enum EnrolmentPage {
  /// For `GET /signatory/enrol`.
  public static func html(language: PageLanguage) -> PageAsset {
    .page("enrol", PageTemplate.filled(PageTemplate.enrol, "", "enrol", language), language)
  }
}

/// Where signatories see the authenticators of their own, name them, end them, and make a further passkey.
public enum OwnAuthenticatorsPage {
  /// For `GET /signatory/authenticators`.
  public static func html(language: PageLanguage) -> PageAsset {
    .page("authenticators", PageTemplate.filled(PageTemplate.own, "", "own", language), language)
  }
}

enum PageTemplate {
  /// Puts the body into the frame, and texts for `{{key}}`. `root` leads from the page to `/signatory/`.
  static func filled(_ body: String, _ root: String, _ script: String, _ language: PageLanguage) -> String {
    let links = PageLanguage.allCases.map { other in
      let isThis = other == language ? " aria-current=\"true\"" : ""
      let code = other.rawValue
      return "<a href=\"?lang=\(code)\" lang=\"\(code)\" hreflang=\"\(code)\"\(isThis)>\(escaped(other.ownName))</a>"
    }
    let html = frame.replacing("[[body]]", with: body).replacing("[[root]]", with: root)
      .replacing("[[script]]", with: script).replacing("[[lang]]", with: language.rawValue)
      .replacing("[[languages]]", with: links.joined(separator: "\n        "))
    return PageTexts.all.reduce(html) { html, row in
      html.replacing("{{\(row.key)}}", with: escaped(row.text(language)))
    }
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static let frame = """
    <!doctype html>
    <html lang="[[lang]]">
    <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="robots" content="noindex">
      <meta name="color-scheme" content="light dark">
      <title>{{[[script]].title}}</title>
      <link rel="icon" type="image/svg+xml" href="[[root]]assets/icon">
      <link rel="stylesheet" href="[[root]]assets/style">
      <script type="module" src="[[root]]assets/[[script]]"></script>
    </head>
    <body>
      <header>
        <p class="brand"><img src="[[root]]assets/icon" alt="" width="24" height="24"> {{page.brand}}</p>
        <nav aria-label="{{page.language}}">
            [[languages]]
        </nav>
      </header>
      <main>
        <h1 id="heading" tabindex="-1">{{[[script]].title}}</h1>
        <noscript><p class="problem">{{page.noScript}}</p></noscript>
        <div id="problem" role="alert"></div>
    [[body]]
        <p id="status" role="status"></p>
      </main>
    </body>
    </html>

    """

  static let consent = """
        <div id="request" hidden>
          <p id="demo" class="problem" hidden>{{page.demo}}</p>
          <p id="intro"></p>
          <section aria-labelledby="who-heading">
            <h2 id="who-heading">{{consent.who}}</h2>
            <dl id="who"></dl>
          </section>
          <section id="documents-section" aria-labelledby="documents-heading">
            <h2 id="documents-heading">{{consent.documents}}</h2>
            <p id="documents-hint">{{consent.documents.hint}}</p>
            <ol id="documents"></ol>
          </section>
          <section aria-labelledby="decision-heading">
            <h2 id="decision-heading">{{consent.decision}}</h2>
            <p id="act"></p>
            <p id="expiry"></p>
            <div class="actions">
              <button id="confirm" type="button" class="primary"></button>
              <button id="refuse" type="button">{{consent.refuse}}</button>
            </div>
          </section>
        </div>
        <div id="outcome" hidden>
          <p id="outcome-text"></p>
          <p id="continue-line" hidden><a id="continue"></a></p>
        </div>
    """

  static let enrol = """
        <form id="code-step" novalidate hidden>
          <p>{{enrol.intro}}</p>
          <label for="code">{{enrol.code}}</label>
          <p id="code-hint" class="hint">{{enrol.code.hint}}</p>
          <input id="code" name="code" type="text" required maxlength="128" autocomplete="one-time-code"
            autocapitalize="off" autocorrect="off" spellcheck="false" aria-describedby="code-hint code-error">
          <p id="code-error" class="field-error"></p>
          <div class="actions"><button id="send-code" type="submit" class="primary">{{enrol.next}}</button></div>
        </form>
        <div id="passkey-step" hidden>
          <p id="for-whom"></p>
          <div id="existing-step" hidden>
            <p>{{enrol.existing}}</p>
            <div class="actions"><button id="use-existing" type="button" class="primary">{{enrol.confirm}}</button></div>
          </div>
          <div id="create-step" hidden>
            <p>{{enrol.create.intro}}</p>
            <div class="actions"><button id="create" type="button" class="primary">{{enrol.create}}</button></div>
          </div>
        </div>
        <div id="outcome" hidden><p id="outcome-text"></p></div>
    """

  static let own = """
        <div id="show-step" hidden>
          <p>{{own.intro}}</p>
          <div class="actions"><button id="show" type="button" class="primary">{{own.show}}</button></div>
          <section aria-labelledby="lost-heading">
            <h2 id="lost-heading">{{own.lost}}</h2>
            <p>{{own.lost.one}}</p>
            <p>{{own.lost.all}}</p>
          </section>
        </div>
        <div id="list-step" hidden>
          <h2 id="list-heading" tabindex="-1">{{own.list}}</h2>
          <ol id="authenticators"></ol>
          <section aria-labelledby="add-heading">
            <h2 id="add-heading">{{own.add}}</h2>
            <div id="add-step">
              <p>{{own.add.text}}</p>
              <div class="actions"><button id="add" type="button" class="primary">{{own.add.start}}</button></div>
            </div>
            <div id="create-step" hidden>
              <p>{{enrol.create.intro}}</p>
              <div class="actions"><button id="create" type="button" class="primary">{{enrol.create}}</button></div>
            </div>
          </section>
        </div>
    """
}
