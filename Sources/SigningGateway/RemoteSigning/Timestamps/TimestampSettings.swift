internal import DER
internal import Documents
internal import Evidence
internal import X509

/// The member `timestamp` of remote signing: the key that signs time stamps, and what they say.
struct TimestampSettings: Sendable {
  let token: String
  let keyLabel: String
  /// The path of the unit's certificate, as written; a reviewed file.
  let certificateFile: String
  let policy: ObjectIdentifier
  /// Whether tokens claim to be EU qualified ones. The unit's certificate must claim the same.
  let isQualified: Bool
  let accuracySeconds: Int64
  /// Nil until the file is read.
  private(set) var certificate: Certificate?

  mutating func read(_ files: inout SourceFiles) throws(ConfigurationError) {
    certificate = try files.certificate(certificateFile)
  }

  /// What can be told without a token.
  func problem(tokens: Set<String>) -> String? {
    let path = "$.remote-signing.timestamp"
    if !tokens.contains(token) { return "\(path).token: no token is named \(token)" }
    if isSubjectsKey { return "\(path).key-label: is that of a signatory's key" }
    return nil
  }

  /// Keys that the gateway makes for signatories are called so.
  var isSubjectsKey: Bool { keyLabel.hasPrefix("credential ") }

  static var shape: FieldShape<TimestampSettings> {
    .object { fields throws(DocumentError) in
      TimestampSettings(
        token: try fields.required("token", as: .string), keyLabel: try fields.required("key-label", as: .string),
        certificateFile: try fields.required("certificate", as: .string),
        policy: try fields.required("policy", as: .text("a dotted object identifier") { ObjectIdentifier($0) }),
        isQualified: try fields.required("qualified", as: .bool),
        accuracySeconds: try fields.required("accuracy-seconds", as: .integer(in: 1...3600)))
    }
  }

  private init(
    token: String, keyLabel: String, certificateFile: String, policy: ObjectIdentifier, isQualified: Bool,
    accuracySeconds: Int64
  ) {
    self.token = token
    self.keyLabel = keyLabel
    self.certificateFile = certificateFile
    self.policy = policy
    self.isQualified = isQualified
    self.accuracySeconds = accuracySeconds
  }
}
