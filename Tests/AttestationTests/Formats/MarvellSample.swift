import Cryptography
import DER
import Evidence
import TestSupport
import X509

@testable import Attestation

/// Statements as a LiquidSecurity card makes them, with every part in the test's hands.
struct MarvellSample {
  static let card = "HSM:5.2G0000-ICM000001, for FIPS mode"
  static let partition = "HSM:5.2G0000-ICM000001:PARTN:1, for FIPS mode"

  let subject: TestKey
  let partitionKey: TestKey
  let cardKey: TestKey
  let maker: TestAuthority
  let owner: TestAuthority

  init(subject: TestKey? = nil) throws {
    self.subject = try subject ?? TestKeys.p256.get()
    partitionKey = try TestKeys.rsa2048.get()
    cardKey = try TestKey(curve: .p256)
    maker = try TestAuthority(root: "maker", key: TestKey(curve: .p256))
    owner = try TestAuthority(root: "owner", key: TestKey(curve: .p256))
  }

  // MARK: - Certificates

  func manufacturerChain(key: TestKey? = nil, card: TestKey? = nil) throws -> [Certificate] {
    let authority = try maker.authority(MarvellSample.card, key: card ?? cardKey)
    return [authority.certificate, try authority.issue(MarvellSample.partition, key: key ?? partitionKey)]
  }

  func ownerChain(key: TestKey? = nil, card: TestKey? = nil) throws -> [Certificate] {
    [
      try owner.issue(MarvellSample.card, key: card ?? cardKey),
      try owner.issue(MarvellSample.partition, key: key ?? partitionKey),
    ]
  }

  func chains() throws -> [UInt8] { MarvellSample.pem(try manufacturerChain() + ownerChain()) }

  static func pem(_ certificates: [Certificate]) -> [UInt8] {
    Array(certificates.map { PEM(label: "CERTIFICATE", bytes: $0.derBytes).text }.joined().utf8)
  }

  /// Terms that pin the two roots of the sample.
  var terms: AppraisalTerms {
    AppraisalTerms(
      anchors: AnchorStore([anchor(maker, .manufacturer), anchor(owner, .owner)]), now: Instant(seconds: 1_795_176_000))
  }

  private func anchor(_ authority: TestAuthority, _ role: Anchor.Role) -> Anchor {
    Anchor(
      id: role.rawValue, formats: ["marvell"], role: role, name: role.rawValue,
      spki: authority.certificate.tbsCertificate.subjectPublicKeyInfo.derBytes, lastCertificateEnds: nil,
      origin: "test", certificateSHA256: nil)
  }

  // MARK: - Objects

  typealias Attribute = (type: UInt32, value: [UInt8])

  /// The attributes of a private key that was generated on the card and never left it.
  func privateObject(_ changes: [UInt32: [UInt8]?] = [:], more: [Attribute] = []) throws -> [UInt8] {
    try object(0x0A1D, 3, [0x103: [1], 0x162: [0], 0x165: [1], 0x164: [1], 0x108: [1]], changes, more)
  }

  /// The public half says what is true of every public key: extractable, not sensitive.
  func publicObject(_ changes: [UInt32: [UInt8]?] = [:]) throws -> [UInt8] {
    try object(0x0A1C, 2, [0x103: [0], 0x162: [1], 0x165: [0], 0x164: [0], 0x10A: [1]], changes, [])
  }

  func secretObject() throws -> [UInt8] {
    try object(0x0A1C, 4, [0x103: [1], 0x162: [0]], [0x120: nil, 0x121: nil, 0x122: nil, 0x100: [0x1F]], [])
  }

  private func object(
    _ handle: UInt32, _ kind: UInt8, _ own: [UInt32: [UInt8]], _ changes: [UInt32: [UInt8]?], _ more: [Attribute]
  ) throws -> [UInt8] {
    let spki = try subject.spki
    let info = try SubjectPublicKeyInfo(der: spki)
    var values: [UInt32: [UInt8]?] = [
      0x0: [kind], 0x3: Array("key".utf8) + [UInt8](repeating: 0, count: 125), 0x163: [1],
      0x1003: Hash.digest(spki).bytes,
    ]
    if let rsa = try info.rsaPublicKey() {
      values.merge([0x100: [0], 0x120: rsa.modulus, 0x121: [0, 0, 8, 0], 0x122: [0] + rsa.exponent]) { $1 }
    } else {
      values.merge([0x100: [3], 0x120: info.key.bytes, 0x121: [0, 0, 1, 0x9F]]) { $1 }
    }
    values.merge(own.mapValues { $0 }) { $1 }
    values.merge(changes) { $1 }
    let attributes = values.sorted { $0.key < $1.key }.compactMap { type, value in value.map { (type, $0) } } + more
    let body = attributes.flatMap { word($0.0) + word(UInt32($0.1.count)) + $0.1 }
    return word(handle) + word(UInt32(attributes.count)) + word(UInt32(body.count)) + body
  }

  // MARK: - Blobs

  /// The newer layout. `second` is where the info header says that the second object begins.
  func blob(_ objects: [[UInt8]], first: Int = 8, second: Int? = nil, signer: TestKey? = nil) throws -> [UInt8] {
    let next = second ?? (objects.count > 1 ? 8 + objects[0].count : 0)
    let info = half(1) + half(3) + half(first) + half(next) + objects.flatMap { $0 }
    let handles: [UInt8] = word(0) + word(0x0A1C) + word(0) + word(0x0A1D)
    let total = 16 + handles.count + info.count + 256
    return try signed(word(0) + word(3) + word(UInt32(total)) + word(UInt32(info.count)) + handles + info, signer)
  }

  /// The older layout: objects at a fixed place.
  func olderBlob(_ objects: [[UInt8]], at offset: Int, signer: TestKey? = nil) throws -> [UInt8] {
    try signed([UInt8](repeating: 0, count: offset) + objects.flatMap { $0 }, signer)
  }

  func pair() throws -> [UInt8] { try blob([try publicObject(), try privateObject()]) }

  private func signed(_ content: [UInt8], _ signer: TestKey?) throws -> [UInt8] {
    content + (try (signer ?? partitionKey).sign(content, scheme: .rsaPKCS1(.sha256)))
  }

  private func word(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
  }

  private func half(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }

  // MARK: - Appraisal

  func appraise(
    _ blob: [UInt8], _ certificates: [UInt8]? = nil, chain: [[UInt8]] = [], terms: AppraisalTerms? = nil
  ) throws -> AttestedKey {
    var parts = ["statement": blob]
    parts["certificates"] = try certificates ?? chains()
    if parts["certificates"]?.isEmpty == true { parts["certificates"] = nil }
    let keys = try Formats.appraise(
      try Statement(format: "marvell", parts: parts, chain: chain), under: terms ?? self.terms)
    guard let key = keys.first, keys.count == 1 else { throw Unexpected(count: keys.count) }
    return key
  }

  struct Unexpected: Error { let count: Int }
}
