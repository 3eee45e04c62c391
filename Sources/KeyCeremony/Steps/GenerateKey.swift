internal import Documents
internal import Evidence

/// Makes a key pair on the token and requires that it was born there and cannot leave.
struct GenerateKey: CeremonyStep {
  static let verb = "generate-key"

  let id: String
  let specification: KeySpecification
  /// CKA_LABEL of both halves.
  let label: String
  /// CKA_ID of both halves.
  let ckaID: [UInt8]
  /// Where the public key goes as PEM; nil where only certificates carry it.
  let publicKeyFile: String?

  init(id: String, _ fields: inout Fields) throws(DocumentError) {
    self.id = id
    specification = try fields.required("key", as: KeySpecification.shape)
    label = try fields.required("label", as: .tokenLabel)
    ckaID = try fields.required(
      "cka-id",
      as: .text("1 to 32 bytes in hexadecimal") { text in
        Hex.decode(text).flatMap { (1...32).contains($0.count) ? $0 : nil }
      })
    publicKeyFile = try fields.optional(
      "output", as: .object { fields throws(DocumentError) in try fields.required("public-key", as: .line) })
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    for case let (index, other as GenerateKey) in zip(earlier.indices, earlier) {
      if other.label == label { return Problem("label", "\"\(label)\" is the label of steps[\(index)] already") }
      if other.ckaID == ckaID { return Problem("cka-id", "the CKA_ID of steps[\(index)] already") }
    }
    return nil
  }

  var plan: [PlanLine] {
    var lines = [
      PlanLine("make", "\(specification) key pair on the token"),
      PlanLine("label", label),
      PlanLine("CKA_ID", Hex.encode(ckaID)),
      PlanLine("require", KeyRequirement.all.map(\.description).joined(separator: ", ")),
    ]
    if let publicKeyFile { lines.append(PlanLine("write", publicKeyFile)) }
    return lines
  }

  func check(_ check: inout ScriptCheck) {
    if let publicKeyFile { check.claimOutput("output.public-key", publicKeyFile) }
  }
}

/// What must be read back from a new private key (EN 319 411-1 GEN-6.5.1-02, GEN-6.5.2-01).
struct KeyRequirement: Sendable, CustomStringConvertible {
  let name: String
  let required: Truth
  let found: @Sendable (KeyAttributes) -> Truth

  static let all = [
    KeyRequirement(name: "LOCAL", required: .yes) { $0.local },
    KeyRequirement(name: "SENSITIVE", required: .yes) { $0.sensitive },
    KeyRequirement(name: "ALWAYS_SENSITIVE", required: .yes) { $0.alwaysSensitive },
    KeyRequirement(name: "NEVER_EXTRACTABLE", required: .yes) { $0.neverExtractable },
    KeyRequirement(name: "EXTRACTABLE", required: .no) { $0.extractable },
  ]

  var description: String { "\(name) \(required.rawValue)" }

  /// What the attributes lack; a value that is not known counts as wrong.
  static func unmet(_ attributes: KeyAttributes) -> [String] {
    all.filter { $0.found(attributes) != $0.required }
      .map { "CKA_\($0.name) is \($0.found(attributes).rawValue), must be \($0.required.rawValue)" }
  }
}
