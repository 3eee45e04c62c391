import Cryptography
import DER
import Evidence
import TestSupport
import X509

@testable import Attestation

/// A bundle as `nfkmattest` is described to write it, with every key in the test's hands. All chains are ECDSA.
struct NShieldSample {
  let root: TestKey
  let delegate: TestKey
  let module: TestKey
  let kml: TestKey
  let officer: TestKey
  let subject: TestKey

  var serial = "0000-1111-2222"
  /// The serial number in the module's state.
  var stateSerial = "0000-1111-2222"
  var warrantType = "ModuleInformation"
  var list: [UInt8]
  let moduleKey = [UInt8](repeating: 0x4B, count: 20)

  init(subject: TestKey? = nil) throws {
    root = try TestKey(curve: .p521)
    delegate = try TestKey(curve: .p521)
    module = try TestKey(curve: .p521)
    kml = try TestKey(curve: .p256)
    officer = try TestKey(curve: .p256)
    self.subject = try subject ?? TestKeys.p256.get()
    list = []
    list = Self.list([group(permissions: 0x2001, blobs: [blob(module: moduleKey)])])
  }

  var terms: AppraisalTerms {
    get throws {
      let anchor = Anchor(
        id: "warrants", formats: ["nshield"], role: .manufacturer, name: "warrants", spki: try root.spki,
        lastCertificateEnds: nil, origin: "test", certificateSHA256: nil)
      return AppraisalTerms(anchors: AnchorStore([anchor]), now: Instant(seconds: 1_795_176_000))
    }
  }

  // MARK: - DDDS

  static func symbol(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    let count = UInt8(bytes.count)
    return count < 16 ? join([0x30 | count], bytes) : join([0xC4, count], bytes)
  }

  static func block(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > 255 else { return join([0xC5, UInt8(bytes.count)], bytes) }
    return join([0xD5, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)], bytes)
  }

  static func list(_ elements: [[UInt8]]) -> [UInt8] { word(UInt32(elements.count)) + elements.flatMap { $0 } }

  /// Parts one after another.
  static func join(_ parts: [UInt8]...) -> [UInt8] { Array(parts.joined()) }

  private static func warrantKey(_ key: TestKey) throws -> [UInt8] {
    let (x, y) = try point(key)
    return join(
      [0x94], symbol("ECDSA"), symbol("Public"), symbol("NISTP521"), [0x92, 0xF4], block(x), [0xF4], block(y))
  }

  private static let mechanism = join([0x92], symbol("ECDSA"), [0x92], symbol("EMSA1"), symbol("SHA512"))

  private func certificate(_ payload: [UInt8], _ signer: TestKey) throws -> [UInt8] {
    let (r, s) = try Self.signature(payload, signer)
    func padded(_ number: [UInt8]) -> [UInt8] { [UInt8](repeating: 0, count: 66 - number.count) + number }
    return Self.join(
      [0xB2], Self.symbol("Signature"), Self.block(padded(r) + padded(s)), Self.symbol("Payload"), Self.block(payload))
  }

  func warrant(signer: TestKey? = nil) throws -> [UInt8] {
    let delegation = Self.join(
      [0xB3], Self.symbol("WarrantCertificateType"), Self.symbol("Delegation"), Self.symbol("SigMech"), Self.mechanism,
      Self.symbol("DelegateKey"), try Self.warrantKey(delegate))
    let information = Self.join(
      [0xB4], Self.symbol("WarrantCertificateType"), Self.symbol(warrantType), Self.symbol("KLF2mech"), Self.mechanism,
      Self.symbol("KLF2pub"), try Self.warrantKey(module), Self.symbol("ElectronicSerialNumber"),
      [0x20 | UInt8(serial.utf8.count)], Array(serial.utf8))
    return Self.join(
      [0x93], Self.symbol("KWARN-1"), try certificate(delegation, root),
      try certificate(information, signer ?? delegate))
  }

  // MARK: - nCore

  static func word(_ value: UInt32) -> [UInt8] { [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) } }

  static func number(_ value: [UInt8]) -> [UInt8] { word(UInt32(value.count)) + value.reversed() }

  static func string(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8) + [0]
    return join(word(UInt32(bytes.count)), bytes, [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4))
  }

  static func key(_ key: TestKey) throws -> [UInt8] {
    if let rsa = try SubjectPublicKeyInfo(der: key.spki).rsaPublicKey() {
      return join(word(1), number(rsa.exponent), number(rsa.modulus))
    }
    let (x, y) = try point(key)
    return join(word(46), word(x.count > 32 ? 6 : 4), word(0), number(x), number(y))
  }

  private static func point(_ key: TestKey) throws -> (x: [UInt8], y: [UInt8]) {
    let bytes = try SubjectPublicKeyInfo(der: key.spki).key.bytes.dropFirst()
    return (Array(bytes.prefix(bytes.count / 2)), Array(bytes.suffix(bytes.count / 2)))
  }

  private static func signature(_ message: [UInt8], _ key: TestKey) throws -> (r: [UInt8], s: [UInt8]) {
    let der = try key.sign(message, scheme: .ecdsa(.sha512))
    let numbers = try DERReader.decode(der[...]) { reader throws(DERError) in
      try reader.sequence { r throws(DERError) in [try r.unsignedInteger(), try r.unsignedInteger()] }
    }
    return (numbers[0], numbers[1])
  }

  static func sign(_ message: [UInt8], _ key: TestKey, mechanism: UInt32 = 187) throws -> [UInt8] {
    let (r, s) = try signature(message, key)
    return join(word(mechanism), number(r), number(s))
  }

  static func hash(_ key: TestKey) throws -> [UInt8] {
    let parsed = try NCoreReader.read(try self.key(key), "x") { reader throws(AttestationError) in
      try NCoreKey(from: &reader)
    }
    return parsed.hash ?? []
  }

  func state() throws -> [UInt8] {
    let zero = Self.word(0)
    return Self.join(
      Self.word(4), zero, Self.word(4), Self.word(2), Self.string(stateSerial), Self.word(3),
      [UInt8](repeating: 1, count: 20), try Self.key(kml), zero, Self.word(5), try Self.hash(officer), zero,
      Self.word(6),
      Self.word(1), moduleKey, zero, zero)
  }

  // MARK: - Lists

  func group(
    certifier: [UInt8]? = nil, permissions: UInt32 = 0, blobs: [[UInt8]] = [], archives: Bool = false
  ) -> [UInt8] {
    var actions = blobs
    if permissions != 0 { actions.append(Self.word(1) + Self.word(permissions)) }
    if archives { actions.append(Self.word(3) + Self.word(0) + Self.word(0)) }
    return Self.join(Self.word(certifier == nil ? 0 : 1), Self.word(0), Self.list(actions), certifier ?? [])
  }

  /// Protected by the module unless a token's flags are given.
  func blob(module: [UInt8]?, token: UInt32? = nil) -> [UInt8] {
    let flags: UInt32 = (token == nil ? 0x1 : 0x18) | (module == nil ? 0 : 0x4)
    var details = module ?? []
    if let token {
      details += Self.join(
        [UInt8](repeating: 2, count: 20), Self.word(token), Self.word(1), Self.word(1), Self.word(0))
    }
    return Self.join(Self.word(2), Self.word(flags), details)
  }

  // MARK: - Bundle

  /// The fields; each may be changed before it is written.
  func fields() throws -> [String: [UInt8]] {
    let isRSA = try SubjectPublicKeyInfo(der: subject.spki).rsaPublicKey() != nil
    let parameters =
      isRSA ? Self.join(Self.word(2), Self.word(0), Self.word(2048)) : Self.join(Self.word(45), Self.word(4))
    let generation = Self.join(Self.word(2), Self.word(0), parameters, list, try Self.hash(subject))
    let recovery = [UInt8](repeating: 0x52, count: 20)
    let world = Self.join(
      Array("Module keys: suite = Suite1\0".utf8), try Self.hash(officer), moduleKey, recovery)
    return [
      "pubkeydata": try Self.key(subject), "kcmsg": generation, "kcsig": try Self.sign(generation, kml),
      "modstatemsg": try state(), "modstatesig": try Self.sign(try state(), module), "warrant": try warrant(),
      "knsopub": try Self.key(officer), "hkm": Self.word(44) + moduleKey, "hkmc": Self.word(44) + recovery,
      "CertKMaKMCbKNSO": try Self.sign(world, officer),
    ]
  }

  static func bundle(_ fields: [String: [UInt8]]) -> [UInt8] {
    let members = fields.sorted { $0.key < $1.key }.map { "\"\($0)\": \"\(SampleJWS.base64URL($1))\"" }
    return Array("{\n \(members.joined(separator: ",\n ")),\n \"ciphersuite\": \"Suite1\", \"root\": \"KWARN-1\"}".utf8)
  }

  func appraise(
    _ change: (inout [String: [UInt8]]) -> Void = { _ in }, terms: AppraisalTerms? = nil
  ) throws -> AttestedKey {
    var fields = try fields()
    change(&fields)
    let statement = try Statement(parts: ["statement": Self.bundle(fields)])
    let keys = try Formats.appraise(statement, under: try terms ?? self.terms)
    guard let key = keys.first, keys.count == 1 else { throw MarvellSample.Unexpected(count: keys.count) }
    return key
  }
}
