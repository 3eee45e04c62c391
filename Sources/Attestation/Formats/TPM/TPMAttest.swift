/// TPMS_ATTEST (TPM 2.0 Library, Part 2, 10.12.12): what a TPM says over its own signature.
///
/// clockInfo and firmwareVersion are read and let go: for keys outside the endorsement and platform hierarchies a TPM
/// obfuscates both (Part 1, 36.7).
struct TPMAttest: Sendable, Hashable {
  enum Body: Sendable, Hashable {
    /// TPM2_Certify: the object is loaded in this TPM.
    case certify(name: [UInt8])
    /// TPM2_CertifyCreation: this TPM made the object.
    case creation(name: [UInt8], creationHash: [UInt8])
    /// Of another kind, by its number; its body is not looked into.
    case other(UInt16)
  }

  /// TPM_GENERATED_VALUE: no restricted key signs outside data that begins like this.
  static let generated: UInt32 = 0xFF54_4347

  let magic: UInt32
  let extraData: [UInt8]
  let body: Body

  init(_ bytes: [UInt8], part: String) throws(AttestationError) {
    self = try TPMReader.decode(bytes, part) { reader throws(AttestationError) in try TPMAttest(&reader) }
  }

  private init(_ reader: inout TPMReader) throws(AttestationError) {
    magic = try reader.number("magic")
    let type: UInt16 = try reader.number("type")
    _ = try reader.sized("qualifiedSigner")
    extraData = try reader.sized("extraData")
    _ = try reader.number("clockInfo.clock", UInt64.self)
    _ = try reader.number("clockInfo.resetCount", UInt32.self)
    _ = try reader.number("clockInfo.restartCount", UInt32.self)
    let safe: UInt8 = try reader.number("clockInfo.safe")
    guard safe <= 1 else { throw reader.error("clockInfo.safe", "\(safe)", "0 or 1") }
    _ = try reader.number("firmwareVersion", UInt64.self)
    switch type {
    case 0x8017:
      body = .certify(name: try reader.sized("attested.name"))
      _ = try reader.sized("attested.qualifiedName")
    case 0x801A:
      body = .creation(
        name: try reader.sized("attested.objectName"), creationHash: try reader.sized("attested.creationHash"))
    default:
      body = .other(type)
      reader.skipRest()
    }
  }

  /// The standard's word for a TPM_ST of attestations.
  static func word(_ type: UInt16) -> String {
    let words: [UInt16: String] = [
      0x8014: "TPM2_NV_Certify", 0x8015: "TPM2_GetCommandAuditDigest", 0x8016: "TPM2_GetSessionAuditDigest",
      0x8018: "TPM2_Quote", 0x8019: "TPM2_GetTime", 0x801C: "TPM2_NV_Certify of a digest",
    ]
    return "\(words[type] ?? "an unknown kind") (\(TPMReader.spell(type)))"
  }
}

/// TPMS_CREATION_DATA (Part 2, 15.1), or a TPM2B_CREATION_DATA around it: only its digest says anything here.
struct TPMCreationData: Sendable, Hashable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8], part: String) throws(AttestationError) {
    let wrapped = bytes.count >= 2 && Int(bytes[0]) << 8 | Int(bytes[1]) == bytes.count - 2
    // A bare one begins with a count of four octets, so its first two are zero.
    self.bytes = wrapped && bytes.count > 2 ? Array(bytes.dropFirst(2)) : bytes
    try TPMReader.decode(self.bytes, part) { reader throws(AttestationError) in
      let selections: UInt32 = try reader.number("pcrSelect.count")
      guard selections <= 16 else { throw reader.error("pcrSelect.count", "\(selections)", "at most 16") }
      for _ in 0..<selections {
        _ = try reader.number("pcrSelect.hash", UInt16.self)
        _ = try reader.bytes("pcrSelect", Int(try reader.number("pcrSelect.sizeofSelect", UInt8.self)))
      }
      _ = try reader.sized("pcrDigest")
      _ = try reader.number("locality", UInt8.self)
      _ = try reader.number("parentNameAlg", UInt16.self)
      _ = try reader.sized("parentName")
      _ = try reader.sized("parentQualifiedName")
      _ = try reader.sized("outsideInfo", atMost: 1024)
    }
  }
}
