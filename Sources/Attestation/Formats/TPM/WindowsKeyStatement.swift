internal import DER

/// Microsoft's KeyAttestationStatement (MS-WCCE, 2.2.2.5), which certificate requests of Windows carry: `KAST`, and in it `KADS`
/// with the TPM's structures. Numbers of its headers are little-endian.
///
/// It brings the attestation key's public area at best, and nothing that vouches for that key: the certification authority has
/// seen the endorsement key elsewhere. So without a pinned key or an activation it proves nothing here.
struct WindowsKeyStatement {
  private static let statementMagic = Array("KAST".utf8)
  private static let attestationMagic = Array("KADS".utf8)
  private static let keyMagic = Array("PCPM".utf8)

  private let attest: [UInt8]
  private let signature: [UInt8]
  private let key: [UInt8]
  /// TPM2B_PUBLIC of the attestation key; nil where the statement has no binding of an identity.
  private let attestationKey: [UInt8]?

  static func isOne(_ bytes: [UInt8]) -> Bool {
    let inner = unwrapped(bytes)
    return inner.starts(with: statementMagic) || inner.starts(with: attestationMagic)
  }

  init(_ bytes: [UInt8]) throws(AttestationError) {
    let inner = WindowsKeyStatement.unwrapped(bytes)
    var attestation = inner
    var binding: [UInt8] = []
    if inner.starts(with: WindowsKeyStatement.statementMagic) {
      // Magic, version, platform, header size, then the lengths of three parts.
      let parts = try WindowsKeyStatement.parts(inner, WindowsKeyStatement.statementMagic, before: 2, lengths: 3)
      (binding, attestation) = (parts[0], parts[1])
    }
    // Magic, platform, header size, then the lengths of three parts.
    let parts = try WindowsKeyStatement.parts(attestation, WindowsKeyStatement.attestationMagic, before: 1, lengths: 3)
    attest = parts[0]
    signature = parts[1]
    key = try WindowsKeyStatement.publicArea(parts[2])
    attestationKey = try WindowsKeyStatement.firstArea(binding)
  }

  func evidence() throws(AttestationError) -> TPMEvidence {
    var evidence = try TPMEvidence(attest: attest, signature: signature, key: key)
    if let attestationKey { evidence.attestationKey = try TPMPublic(attestationKey, part: "statement.idBinding") }
    return evidence
  }

  /// The value of the request's attribute is an OCTET STRING around the statement.
  private static func unwrapped(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.first == 0x04 else { return bytes }
    return (try? DERReader.decode(bytes[...]) { reader throws(DERError) in try reader.octetString() }) ?? bytes
  }

  /// The parts of a structure whose header is a magic, as many numbers as `before` says, of which the last is the platform, its
  /// own size, and a length for each part.
  /// They fill all that comes after the header.
  private static func parts(
    _ bytes: [UInt8], _ magic: [UInt8], before: Int, lengths: Int
  ) throws(AttestationError) -> [[UInt8]] {
    let name = "statement.\(String(decoding: magic, as: UTF8.self))"
    let least = 4 * (2 + before + lengths)
    guard bytes.starts(with: magic), bytes.count >= least else {
      throw .malformed(path: name, found: "\(bytes.count) bytes", required: "its magic, and a header of \(least) bytes")
    }
    guard number(bytes, before - 1) == 2 else {
      throw .malformed(path: "\(name).Platform", found: "\(number(bytes, before - 1))", required: "2, of TPM 2.0")
    }
    let header = number(bytes, before)
    guard header >= least, header <= bytes.count else {
      throw .malformed(path: "\(name).HeaderSize", found: "\(header)", required: "\(least) to \(bytes.count)")
    }
    var rest = bytes.dropFirst(header)
    var parts: [[UInt8]] = []
    for index in 0..<lengths {
      let length = number(bytes, before + 1 + index)
      guard length <= rest.count else {
        throw .malformed(path: "\(name).\(index)", found: "\(rest.count) bytes", required: "\(length)")
      }
      parts.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    guard rest.isEmpty else {
      throw .malformed(path: name, found: "\(rest.count) bytes after the end", required: "none")
    }
    return parts
  }

  /// The number at a place after the magic, counted from 0; the caller has checked that it is there.
  private static func number(_ bytes: [UInt8], _ place: Int) -> Int {
    Int(bytes.dropFirst(4 + 4 * place).prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
  }

  /// PCP_20_KEY_BLOB: magic, header size, type (2 of TPM 2.0), flags, and lengths, first that of the public area.
  private static func publicArea(_ blob: [UInt8]) throws(AttestationError) -> [UInt8] {
    let path = "statement.KADS.keyBlob"
    guard blob.starts(with: keyMagic), blob.count >= 20, number(blob, 1) == 2 else {
      throw .malformed(path: path, found: "\(blob.count) bytes", required: "PCPM of type 2")
    }
    let header = number(blob, 0)
    let length = number(blob, 3)
    guard header >= 20, header <= blob.count, length <= blob.count - header else {
      throw .malformed(
        path: path, found: "a header of \(header) and a public area of \(length) bytes",
        required: "within \(blob.count)")
    }
    return Array(blob.dropFirst(header).prefix(length))
  }

  /// The TPM2B_PUBLIC with which the binding of an identity begins; its creation data and signature are not looked into, for
  /// a key's own word for itself adds nothing.
  private static func firstArea(_ binding: [UInt8]) throws(AttestationError) -> [UInt8]? {
    guard !binding.isEmpty else { return nil }
    return try TPMReader.decode(binding, "statement.idBinding") { reader throws(AttestationError) in
      let area = try reader.sized("TPM2B_PUBLIC", atMost: TPMReader.mostBytes)
      reader.skipRest()
      return area
    }
  }
}
