internal import Documents
internal import Evidence
internal import X509

/// The member `attestation` of a token, as it is written: the key on it that signs statements about the others.
struct AttestationKeyEntry: Sendable {
  let key: IssuerSettings.Key
  /// A reviewed file.
  let certificate: String
  /// Ids of those who may ask for statements.
  let requesters: Set<String>

  static var shape: FieldShape<AttestationKeyEntry> {
    .object { fields throws(DocumentError) in
      AttestationKeyEntry(
        key: try IssuerSettings.Key.read(&fields), certificate: try fields.required("certificate", as: .string),
        requesters: Set(try fields.required("requesters", as: .list(of: .string, count: 1...1000))))
    }
  }
}

/// The same with its certificate.
struct AttestationKeySettings: Sendable {
  let key: IssuerSettings.Key
  let certificate: Certificate
  let requesters: Set<String>
}

extension IssuerSettings.Key {
  /// The members `key-label` and `key-id`, of which one must be there.
  static func read(_ fields: inout Fields) throws(DocumentError) -> IssuerSettings.Key {
    let label = try fields.optional("key-label", as: .string)
    let id = try fields.optional("key-id", as: .hex)
    switch (label, id) {
    case (let label?, nil): return .label(label)
    case (nil, let id?): return .id(id)
    default: throw fields.error("key-label", "one of key-label and key-id must be there, and not both")
    }
  }
}
