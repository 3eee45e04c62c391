extension PageTexts {
  static let own = [
    Row("own.title", "Your passkeys", "Ihre Passkeys"),
    Row(
      "own.intro", "See with what you confirm signatures here, give names, add a passkey, or end one that you lost.",
      "Sehen Sie, womit Sie hier Signaturen bestätigen, vergeben Sie Namen, fügen Sie einen Passkey hinzu oder beenden Sie einen verlorenen."
    ),
    Row("own.show", "Show with my passkey", "Mit meinem Passkey anzeigen"),
    Row("own.lost", "Lost a device?", "Gerät verloren?"),
    Row(
      "own.lost.one",
      "With another passkey of yours you end the lost one here. Do so at once: from then on it confirms nothing.",
      "Mit einem anderen Ihrer Passkeys beenden Sie den verlorenen hier. Tun Sie das gleich: Ab dann bestätigt er nichts mehr."
    ),
    Row(
      "own.lost.all",
      "If you have no other, tell the service. Two of its staff end it together, and you are invited to register a new one.",
      "Haben Sie keinen anderen, melden Sie sich beim Dienst. Zwei Personen dort beenden ihn gemeinsam, und Sie werden eingeladen, einen neuen zu registrieren."
    ),
    Row("own.list", "With these you confirm", "Damit bestätigen Sie"),
    Row("own.kind.passkey", "Passkey", "Passkey"),
    Row("own.kind.certificate", "Certificate", "Zertifikat"),
    Row("own.kind.shared-secret", "Password and one-time code", "Passwort und Einmalcode"),
    Row("own.since", "Registered on {date}", "Registriert am {date}"),
    Row("own.bound", "Stays on one device", "Bleibt auf einem Gerät"),
    Row("own.synced", "Copied between devices by its provider", "Vom Anbieter zwischen Geräten kopiert"),
    Row("own.current", "You used it just now", "Sie haben ihn gerade benutzt"),
    Row("own.id", "Number: {id}", "Kennung: {id}"),
    Row("own.ended", "Ended: it confirms nothing any more.", "Beendet: Damit wird nichts mehr bestätigt."),
    Row("own.rename", "Change name", "Namen ändern"),
    Row("own.name", "Name", "Name"),
    Row("own.name.empty", "Enter a name first.", "Geben Sie zuerst einen Namen ein."),
    Row("own.save", "Save with my passkey", "Mit meinem Passkey speichern"),
    Row("own.cancel", "Cancel", "Abbrechen"),
    Row("own.named", "The name was saved.", "Der Name wurde gespeichert."),
    Row("own.end", "Lost, or end it", "Verloren oder beenden"),
    Row(
      "own.end.sure", "End “{name}” for good? It cannot be used again.",
      "„{name}“ endgültig beenden? Das lässt sich nicht rückgängig machen."),
    Row(
      "own.end.last",
      "“{name}” is the last one in use. After its end you cannot confirm anything here until you are invited again. End it for good?",
      "„{name}“ ist der letzte, der gilt. Danach können Sie hier nichts mehr bestätigen, bis Sie neu eingeladen werden. Endgültig beenden?"
    ),
    Row("own.end.yes", "End it with a passkey of mine", "Mit einem meiner Passkeys beenden"),
    Row("own.end.done", "It has ended.", "Er ist beendet."),
    Row("own.add", "Add a passkey", "Passkey hinzufügen"),
    Row(
      "own.add.text",
      "With a second passkey on another device you are not locked out when one is lost. First confirm with one that you have.",
      "Mit einem zweiten Passkey auf einem anderen Gerät bleiben Sie handlungsfähig, wenn einer verloren geht. Bestätigen Sie zuerst mit einem, den Sie haben."
    ),
    Row("own.add.start", "Confirm with my passkey", "Mit meinem Passkey bestätigen"),
    Row("own.confirmed", "Confirmed. Now create the new passkey.", "Bestätigt. Erstellen Sie jetzt den neuen Passkey."),
    Row("own.added", "The new passkey is registered.", "Der neue Passkey ist registriert."),
    Row(
      "own.unknown", "This passkey is not known here, or you took too long. Try again.",
      "Dieser Passkey ist hier nicht bekannt, oder es hat zu lange gedauert. Versuchen Sie es erneut."),
    Row("own.rejected", "The service did not accept this.", "Der Dienst hat das nicht angenommen."),
  ]
}
