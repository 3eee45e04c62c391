internal import Evidence

/// Every sentence of the pages, in every language.
enum PageTexts {
  struct Row: Sendable {
    let key: String
    let english: String
    let german: String

    init(_ key: String, _ english: String, _ german: String) {
      (self.key, self.english, self.german) = (key, english, german)
    }

    func text(_ language: PageLanguage) -> String {
      switch language {
      case .english: english
      case .german: german
      }
    }
  }

  /// A script that exports the texts by their keys.
  static func module(_ language: PageLanguage) -> String {
    let members = Dictionary(all.map { ($0.key, JSONValue.string($0.text(language))) }, uniquingKeysWith: { $1 })
    return "export const texts = \(String(decoding: JSONValue.object(members).canonicalBytes(), as: UTF8.self));\n"
  }

  static let all = page + consent + enrolment + own

  private static let page = [
    Row("page.brand", "Remote signing", "Fernsignatur"),
    Row("page.language", "Language", "Sprache"),
    Row(
      "page.demo", "This is a demonstration. Signatures made here prove nothing.",
      "Dies ist eine Vorführung. Signaturen von hier beweisen nichts."),
    Row("page.loading", "Loading …", "Wird geladen …"),
    Row("page.sending", "Sending …", "Wird gesendet …"),
    Row(
      "page.noScript", "This page needs JavaScript: your browser talks to your passkey through it.",
      "Diese Seite braucht JavaScript: Damit spricht Ihr Browser mit Ihrem Passkey."),
    Row(
      "page.network", "The service cannot be reached. Check your connection and try again.",
      "Der Dienst ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut."),
    Row(
      "page.failed", "The service could not do this. Try again later.",
      "Der Dienst konnte das nicht ausführen. Versuchen Sie es später erneut."),
    Row("page.detail", "The service says: {detail}", "Der Dienst meldet: {detail}"),
    Row(
      "page.noPasskeys", "This browser cannot use passkeys here. Use a current browser on a device that has one.",
      "Dieser Browser kann hier keine Passkeys verwenden. Nutzen Sie einen aktuellen Browser auf einem Gerät, das einen hat."
    ),
    Row("page.ask", "Confirm on your device now …", "Bestätigen Sie jetzt auf Ihrem Gerät …"),
    Row(
      "page.notConfirmed",
      "Your device did not confirm: it was cancelled, it took too long, or there is no fitting passkey. You can try again.",
      "Ihr Gerät hat nicht bestätigt: Es wurde abgebrochen, es hat zu lange gedauert, oder es gibt keinen passenden Passkey. Sie können es erneut versuchen."
    ),
    Row(
      "page.wrongSite",
      "Passkeys for this service do not work at this address. Check the address and stop here if in doubt.",
      "Passkeys für diesen Dienst gelten unter dieser Adresse nicht. Prüfen Sie die Adresse und brechen Sie im Zweifel ab."
    ),
  ]

  private static let consent = [
    Row("consent.title", "Confirm a request", "Anfrage bestätigen"),
    Row("consent.title.signature", "Sign documents", "Dokumente signieren"),
    Row("consent.title.service", "Grant access", "Zugriff erlauben"),
    Row(
      "consent.intro.signature",
      "“{client}” asks for your signature. Compare what stands here with what you mean to sign.",
      "„{client}“ bittet um Ihre Signatur. Vergleichen Sie, was hier steht, mit dem, was Sie signieren möchten."),
    Row(
      "consent.intro.service",
      "“{client}” asks for access to this service in your name. It cannot sign by that: each signature asks you again.",
      "„{client}“ bittet um Zugriff auf diesen Dienst in Ihrem Namen. Signieren kann die Anwendung damit nicht: Jede Signatur fragt Sie erneut."
    ),
    Row("consent.who", "Who and with what", "Wer und womit"),
    Row("consent.signatory", "Signatory", "Signiert für"),
    Row("consent.person", "In the name of", "Im Namen von"),
    Row("consent.client", "Application", "Anwendung"),
    Row("consent.description", "Purpose, as the application says", "Zweck, wie ihn die Anwendung nennt"),
    Row("consent.credential", "Signing key", "Signaturschlüssel"),
    Row("consent.subject", "Certificate for", "Zertifikat für"),
    Row("consent.issuer", "Issued by", "Ausgestellt von"),
    Row("consent.serial", "Serial number", "Seriennummer"),
    Row("consent.validTo", "Valid until", "Gültig bis"),
    Row("consent.count", "Signatures", "Signaturen"),
    Row("consent.documents", "What is signed", "Was signiert wird"),
    Row(
      "consent.documents.hint",
      "Your signature covers exactly these fingerprints. Names are what the application calls the documents.",
      "Ihre Signatur gilt für genau diese Fingerabdrücke. Die Namen sind, wie die Anwendung die Dokumente nennt."),
    Row(
      "consent.documents.none",
      "The application does not say which documents. It can have up to {count} signatures made, over anything.",
      "Die Anwendung sagt nicht, welche Dokumente. Sie kann bis zu {count} Signaturen erstellen lassen, worüber auch immer."
    ),
    Row("consent.document.unnamed", "Document {number}, without a name", "Dokument {number}, ohne Namen"),
    Row("consent.document.algorithm", "{algorithm} fingerprint", "Fingerabdruck nach {algorithm}"),
    Row("consent.decision", "Your decision", "Ihre Entscheidung"),
    Row(
      "consent.act.signature",
      "With the button and your passkey you authorise the signatures above, and no others.",
      "Mit der Schaltfläche und Ihrem Passkey erlauben Sie genau die Signaturen oben und keine anderen."),
    Row(
      "consent.act.open", "With the button and your passkey you authorise up to {count} signatures.",
      "Mit der Schaltfläche und Ihrem Passkey erlauben Sie bis zu {count} Signaturen."),
    Row(
      "consent.act.service", "With the button and your passkey you grant access.",
      "Mit der Schaltfläche und Ihrem Passkey erlauben Sie den Zugriff."),
    Row("consent.expires", "Decide by {time}.", "Entscheiden Sie bis {time}."),
    Row("consent.left.minutes", "{count} min left.", "Noch {count} min."),
    Row("consent.left.seconds", "{count} s left.", "Noch {count} s."),
    Row("consent.sign.one", "Sign 1 document", "1 Dokument signieren"),
    Row("consent.sign.many", "Sign {count} documents", "{count} Dokumente signieren"),
    Row("consent.allow", "Allow up to {count} signatures", "Bis zu {count} Signaturen erlauben"),
    Row("consent.grant", "Grant access", "Zugriff erlauben"),
    Row("consent.refuse", "Refuse", "Ablehnen"),
    Row("consent.done", "Confirmed", "Bestätigt"),
    Row(
      "consent.done.signature", "“{client}” can now have the signatures made. You can close this page.",
      "„{client}“ kann die Signaturen jetzt erstellen lassen. Sie können diese Seite schließen."),
    Row(
      "consent.done.service", "“{client}” now has access. You can close this page.",
      "„{client}“ hat jetzt Zugriff. Sie können diese Seite schließen."),
    Row("consent.refused", "Refused", "Abgelehnt"),
    Row(
      "consent.refused.text", "You refused the request of “{client}”. Nothing was signed. You can close this page.",
      "Sie haben die Anfrage von „{client}“ abgelehnt. Nichts wurde signiert. Sie können diese Seite schließen."),
    Row("consent.continue", "Go on to “{client}”", "Weiter zu „{client}“"),
    Row("consent.over", "This request is over", "Diese Anfrage ist beendet"),
    Row(
      "consent.over.text", "It was answered, refused, or its time ran out. To sign, begin again in the application.",
      "Sie wurde beantwortet, abgelehnt, oder ihre Zeit ist abgelaufen. Um zu signieren, beginnen Sie in der Anwendung von vorn."
    ),
    Row(
      "consent.rejected", "Your confirmation was not accepted. Nothing was signed.",
      "Ihre Bestätigung wurde nicht angenommen. Nichts wurde signiert."),
  ]

  private static let enrolment = [
    Row("enrol.title", "Register a passkey", "Passkey registrieren"),
    Row(
      "enrol.intro", "With a passkey on your phone, computer or security key you confirm each signature yourself.",
      "Mit einem Passkey auf Ihrem Telefon, Computer oder Sicherheitsschlüssel bestätigen Sie jede Signatur selbst."),
    Row("enrol.code", "Registration code", "Registrierungscode"),
    Row(
      "enrol.code.hint", "You got it when you were invited. It works once.",
      "Sie haben ihn mit Ihrer Einladung erhalten. Er gilt einmal."),
    Row("enrol.code.empty", "Enter the code first.", "Geben Sie zuerst den Code ein."),
    Row(
      "enrol.code.wrong", "This code is unknown, was used, or has expired. Look for typing errors.",
      "Dieser Code ist unbekannt, verbraucht oder abgelaufen. Prüfen Sie die Eingabe."),
    Row(
      "enrol.code.waiting", "This code cannot be used yet. Somebody at the service has to release it first.",
      "Dieser Code gilt noch nicht. Beim Dienst muss ihn zuerst jemand freigeben."),
    Row("enrol.next", "Next", "Weiter"),
    Row("enrol.whom", "The passkey will be registered for {name}.", "Der Passkey wird für {name} registriert."),
    Row(
      "enrol.existing", "You have a passkey already. Confirm with it that it is you who adds another.",
      "Sie haben bereits einen Passkey. Bestätigen Sie damit, dass Sie selbst einen weiteren hinzufügen."),
    Row("enrol.confirm", "Confirm with my passkey", "Mit meinem Passkey bestätigen"),
    Row(
      "enrol.confirmed", "Confirmed. Now create the new passkey.", "Bestätigt. Erstellen Sie jetzt den neuen Passkey."),
    Row(
      "enrol.create.intro", "Your device will ask you to unlock it, by fingerprint, face or PIN.",
      "Ihr Gerät bittet Sie, es zu entsperren: mit Fingerabdruck, Gesicht oder PIN."),
    Row("enrol.create", "Create passkey", "Passkey erstellen"),
    Row(
      "enrol.already", "This device already holds a passkey of yours for this service. Use another device.",
      "Dieses Gerät hat bereits einen Passkey von Ihnen für diesen Dienst. Nehmen Sie ein anderes Gerät."),
    Row("enrol.rejected", "The passkey was not accepted.", "Der Passkey wurde nicht angenommen."),
    Row("enrol.done", "Passkey registered", "Passkey registriert"),
    Row(
      "enrol.done.text", "From now on you confirm signatures with it. You can close this page.",
      "Ab jetzt bestätigen Sie Signaturen damit. Sie können diese Seite schließen."),
  ]
}
