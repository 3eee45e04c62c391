internal import Documents
internal import Evidence

extension DeviceEvidence {
  static var shape: FieldShape<DeviceEvidence> {
    .object { fields throws(DocumentError) in
      DeviceEvidence(
        kind: try fields.optional("kind", as: .choice), model: try fields.text("model"),
        serial: try fields.text("serial"), certification: try fields.text("certification"),
        listEntry: try fields.text("listEntry"), listStatus: try fields.text("listStatus"),
        listCheckedAt: try fields.time("listCheckedAt"), preparation: try fields.text("preparation"),
        keyImported: try fields.flag("keyImported"), keyImportEvidence: try fields.text("keyImportEvidence"),
        keyMoved: try fields.flag("keyMoved"), keyMoveEvidence: try fields.text("keyMoveEvidence"))
    }
  }
}

extension KeyManager {
  static var shape: FieldShape<KeyManager> {
    .object { fields throws(DocumentError) in
      KeyManager(
        provider: try fields.text("provider"), qualifiedStatus: try fields.text("qualifiedStatus"),
        conformity: try fields.text("conformity"), checkedAt: try fields.time("checkedAt"))
    }
  }
}

extension Control {
  static var shape: FieldShape<Control> {
    .object { fields throws(DocumentError) in
      Control(
        kind: try fields.optional("kind", as: .choice), activation: try fields.text("activation"),
        authenticationLevel: try fields.text("authenticationLevel"), escrowed: try fields.flag("escrowed"),
        usedOutsideDevice: try fields.flag("usedOutsideDevice"))
    }
  }
}
