internal import Evidence
internal import TokenPool

extension CeremonyRoom {
  /// What is on the present step's token.
  func inventory() async throws(CeremonyError) -> [TokenObject] {
    try await token.withPool { pool async throws(TokenPoolError) in try await pool.inventory() }
  }

  /// The same, on record.
  func recordInventory(_ occasion: String) async throws(CeremonyError) -> [TokenObject] {
    let objects = try await inventory()
    try await note(
      .inventoryTaken, ["occasion": .string(occasion), "objects": .array(objects.map(\.json))])
    return objects
  }
}

extension TokenObject {
  var json: JSONValue {
    .object([
      "class": .string(objectClass), "label": .string(label), "ckaID": .string(Hex.encode(ckaID)),
      "keyType": keyType.map(JSONValue.string) ?? .null, "bits": bits.map { .integer(Int64($0)) } ?? .null,
      "spkiSHA256": spkiSHA256.map { .string($0.hex) } ?? .null,
      "checkValue": checkValue.map { .string(Hex.encode($0)) } ?? .null, "local": .string(local.rawValue),
      "sensitive": .string(sensitive.rawValue), "extractable": .string(extractable.rawValue),
      "wrapWithTrusted": .string(wrapWithTrusted.rawValue), "trusted": .string(trusted.rawValue),
      "private": .string(isPrivate.rawValue),
    ])
  }

  /// One line for people.
  var line: String {
    let size = [keyType, bits.map { "\($0)" }].compactMap { $0 }.joined(separator: "-")
    return
      "\(objectClass) \"\(label)\" CKA_ID \(ckaID.isEmpty ? "none" : Hex.encode(ckaID))\(size.isEmpty ? "" : " \(size)")"
      + (checkValue.map { " check value \(Hex.encode($0))" } ?? "")
  }
}
