internal import Attestation
internal import Cryptography
internal import DER
internal import Documents
internal import Evidence
internal import TokenPool
internal import X509

/// What it takes to bring a key back from a wrapped backup.
struct KeyRestoration: Sendable {
  let wrappedFile: String
  /// The certificate or public key that the restored key must belong to.
  let publicKey: PublicKeySource
  let label: String
  let ckaID: [UInt8]
  let protection: KeyProtection
  let custody: ShareCustody
  let officer: PINChoice?

  init(_ fields: inout Fields) throws(DocumentError) {
    wrappedFile = try fields.required("wrapped", as: .line)
    publicKey = try PublicKeySource(&fields)
    label = try fields.required("label", as: .tokenLabel)
    ckaID = try fields.required("cka-id", as: .ckaID)
    protection = try fields.optional("protection", as: .choice) ?? .neverExtractable
    custody = try ShareCustody(collecting: &fields)
    officer = try fields.optional("security-officer", as: PINChoice.shape)
  }

  var plan: [PlanLine] {
    [
      PlanLine("restore", "the key in \(wrappedFile)"), PlanLine("must be", "the key of \(publicKey.name)"),
      PlanLine("label", label), PlanLine("CKA_ID", Hex.encode(ckaID)), PlanLine("protection", protection.title),
      PlanLine("prove", "public keys are equal, and a test signature verifies"),
    ] + custody.custodians.map { PlanLine("share of", $0 + (custody.media[$0].map { ", on \($0)" } ?? "")) }
  }

  func check(_ check: inout ScriptCheck) {
    custody.check(&check, writes: false)
    check.requirePINs("security-officer", officer)
  }

  func requireFree(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.requireFree(label: label, ckaID: ckaID)
  }

  func intent(
    _ transit: TransitKey, _ spki: [UInt8], in room: isolated CeremonyRoom
  ) throws(CeremonyError) -> [String: JSONValue] {
    let wrapped = try FilePath.read(room.path(wrappedFile))
    return transit.json.merging(
      [
        "wrappedSHA256": .string(Hash.digest(wrapped).hex),
        "spkiSHA256": .string(Hash.digest(spki).hex),
      ], uniquingKeysWith: { old, _ in old }
    ).merging(named) { old, _ in old }
  }

  /// What the script asks for, as it stands on record.
  var named: [String: JSONValue] {
    [
      "label": .string(label), "ckaID": .string(Hex.encode(ckaID)), "protection": .string(protection.rawValue),
    ]
  }

  /// Takes the shares in, unwraps, and gives the proof. The wrapping key is off the token afterwards.
  func unwrap(
    _ transit: TransitKey, _ spki: [UInt8], in room: isolated CeremonyRoom
  ) async throws(CeremonyError) -> (restored: RestoredKeyPair, key: BackupKey, wrapped: [UInt8]) {
    let wrapped = try FilePath.read(room.path(wrappedFile))
    let secret = try await custody.collect(in: room)
    let (label, ckaID, protection) = (label, ckaID, protection)
    let (restored, key) = try await transit.with(secret, officer, in: room) { pool, key async throws(TokenPoolError) in
      try await pool.unwrapKey(wrapped, spki: spki, under: key, label: label, id: ckaID, protection: protection)
    }
    return (restored, key, wrapped)
  }

  /// What goes on record of a key that came back. It reads LOCAL false: its origin is in the record of its generation.
  func outcome(
    _ pair: CeremonyKeyPair, _ proof: KeyProof, _ key: BackupKey?, _ wrapped: [UInt8]?, _ statement: PKCS11Attributes
  ) -> [String: JSONValue] {
    var members = named
    members["publicKey"] = .string(Base64.encode(pair.spki))
    members["spkiSHA256"] = .string(pair.identity.spkiSHA256.hex)
    members["attributes"] = statement.statement
    members["proof"] = proof.json
    if let key { members.merge(key.json) { old, _ in old } }
    if let wrapped { members["wrappedSHA256"] = .string(Hash.digest(wrapped).hex) }
    return members
  }

  /// What must be read back of a key that came out of a backup.
  func unmet(_ attributes: KeyAttributes) -> [String] {
    KeyRequirement.unmet(attributes, KeyRequirement.restored(protection))
  }
}

/// A public key that a script names by a file.
enum PublicKeySource: Sendable {
  case certificate(String)
  case publicKey(String)

  init(_ fields: inout Fields) throws(DocumentError) {
    let certificate = try fields.optional("certificate", as: .line)
    let key = try fields.optional("public-key", as: .line)
    switch (certificate, key) {
    case (let file?, nil): self = .certificate(file)
    case (nil, let file?): self = .publicKey(file)
    default: throw fields.error("certificate", "name either certificate or public-key")
    }
  }

  var name: String {
    switch self {
    case .certificate(let file), .publicKey(let file): file
    }
  }

  /// SubjectPublicKeyInfo, DER. The file may be one that an earlier step of this ceremony writes.
  func spki(in room: isolated CeremonyRoom) throws(CeremonyError) -> [UInt8] {
    let text = String(decoding: try FilePath.read(room.path(name)), as: UTF8.self)
    do {
      switch self {
      case .certificate: return try Certificate(pem: text).tbsCertificate.subjectPublicKeyInfo.derBytes
      case .publicKey: return try PublicKey(spki: try PEM(text, label: "PUBLIC KEY").bytes).facts.spki
      }
    } catch {
      throw CeremonyError(.usage, "\"\(name)\" has no public key that can be used: \(error)")
    }
  }
}

extension FieldShape where Value == [UInt8] {
  static var ckaID: FieldShape {
    .text("1 to 32 bytes in hexadecimal") { text in
      Hex.decode(text).flatMap { (1...32).contains($0.count) ? $0 : nil }
    }
  }
}

extension KeyProof {
  /// Everybody can verify it with the public key.
  var json: JSONValue {
    .object([
      "scheme": .string("\(scheme)"), "message": .string(Base64.encode(message)),
      "signature": .string(Base64.encode(signature)),
    ])
  }
}

extension KeyRequirement {
  /// A key that came out of a backup was not born where it is, and says so.
  static func restored(_ protection: KeyProtection) -> [KeyRequirement] {
    let sensitive = KeyRequirement(name: "SENSITIVE", required: .yes) { $0.sensitive }
    return switch protection {
    case .neverExtractable: [sensitive, KeyRequirement(name: "EXTRACTABLE", required: .no) { $0.extractable }]
    case .underTrustedWrapping: [sensitive, KeyRequirement(name: "EXTRACTABLE", required: .yes) { $0.extractable }]
    }
  }
}
