internal import DER
internal import Evidence

/// What the certificate of an attested key of YubiHSM 2 says; every value is wrapped in ASN.1.
struct YubiHSMFields {
  /// Numbers with dots between them.
  let firmware: String?
  let serial: UInt32?
  private let origin: UInt8?
  private let domains: UInt64?
  private let capabilities: UInt64?
  private let object: UInt32?
  private let label: String?
  private let wasFIPS: Bool?
  let problems: [AppraisalProblem]

  init(_ leaf: TolerantCertificate) {
    var reader = VendorExtensions(leaf)
    firmware = reader.required(YubiHSM.firmwareOID, "a firmware version of 3 octets", YubiHSMFields.firmware)
    serial = reader.required(YubiHSM.serialOID, "a serial number, INTEGER", WrappedValue.number)
    origin = reader.required(YubiHSM.originOID, "an origin that is known") { value in
      guard let origin = WrappedValue.bits(value, octets: 1).flatMap({ UInt8(exactly: $0) }) else { return nil }
      return [Origin.generated, Origin.imported].contains(origin & ~Origin.wrapped) ? origin : nil
    }
    domains = reader.optional(YubiHSM.domainsOID, "16 domains") { WrappedValue.bits($0, octets: 2) }
    capabilities = reader.required(YubiHSM.capabilitiesOID, "64 capabilities") { WrappedValue.bits($0, octets: 8) }
    object = reader.required(YubiHSM.objectOID, "an object id of 16 bits") { value in
      WrappedValue.number(value).flatMap { $0 <= 0xFFFF ? $0 : nil }
    }
    label = reader.optional(YubiHSM.labelOID, "a label, UTF8String", WrappedValue.text)
    wasFIPS = reader.optional(YubiHSM.fipsOID, "a BOOLEAN", WrappedValue.boolean)
    YubiHSMFields.checkName(&reader, object)
    problems = reader.problems
  }

  static func firmware(_ value: [UInt8]) -> String? {
    WrappedValue.octets(value).flatMap { $0.count == 3 ? YubiKeyDevice.text($0) : nil }
  }

  private static func checkName(_ reader: inout VendorExtensions, _ object: UInt32?) {
    guard let name = reader.certificate.commonName, name.hasPrefix(YubiHSM.leafName) else {
      reader.add(.notAKeyAttestation, "the name is not \(YubiHSM.leafName) and an object id")
      return
    }
    guard let object, name != YubiHSM.leafName + hex(object) else { return }
    reader.add(.partsDisagree, "\(YubiHSM.objectOID) is \(hex(object))")
  }

  private static func hex(_ object: UInt32) -> String {
    "0x" + Hex.encode([UInt8(truncatingIfNeeded: object >> 8), UInt8(truncatingIfNeeded: object)])
  }

  /// Bits of the origin.
  private enum Origin {
    static let generated: UInt8 = 0x01
    static let imported: UInt8 = 0x02
    /// It came back, or from another device, under wrap.
    static let wrapped: UInt8 = 0x10
  }

  /// Bits of the capabilities, the least significant being 0.
  private enum Capability {
    /// PKCS#1 v1.5, PSS, ECDSA, EdDSA.
    static let sign: [UInt64] = [5, 6, 7, 8]
    static let decrypt: [UInt64] = [9, 10]
    static let derive: [UInt64] = [11]
    static let exportWrapped: [UInt64] = [12]
    static let exportableUnderWrap: [UInt64] = [16]
    static let signAttestation: [UInt64] = [34]
    static let wrap: [UInt64] = [37]
  }

  private func has(_ bits: [UInt64]) -> Truth {
    guard let capabilities else { return .unknown }
    return Truth(bits.contains { capabilities >> $0 & 1 == 1 })
  }

  /// Puts the claims into the key.
  func fill(_ key: inout AttestedKey) {
    key.localName = name
    key.device = StatedDevice(
      vendor: "Yubico", model: "YubiHSM 2", firmware: firmware, serial: serial.map { String($0) })
    if let wasFIPS { key.claims.set(.fipsMode, wasFIPS, "41482.4.12, when the key was made") }
    fillOrigin(&key)
    guard capabilities != nil else { return }
    let field = "41482.4.5"
    let isExportable = has(Capability.exportableUnderWrap)
    for name: ClaimName in [.extractableWrapped, .cloneable, .adminRecoverable] {
      key.claims.set(name, isExportable, "\(field) exportable-under-wrap")
    }
    // Capabilities are fixed when an object is made or comes in.
    if origin == Origin.generated { key.claims.set(.everExtractable, isExportable, "\(field) exportable-under-wrap") }
    key.claims.set(.extractableClear, .no, "implied: the device has no command for it")
    key.claims.set(.signs, has(Capability.sign), "\(field) sign")
    key.claims.set(.decrypts, has(Capability.decrypt), "\(field) decrypt")
    key.claims.set(.derives, has(Capability.derive), "\(field) derive-ecdh")
    key.claims.set(.wraps, has(Capability.wrap), "\(field) wrap-data")
    key.claims.set(.exportsKeys, has(Capability.exportWrapped), "\(field) export-wrapped")
    key.claims.set(.signsAttestations, has(Capability.signAttestation), "\(field) sign-attestation-certificate")
  }

  private func fillOrigin(_ key: inout AttestedKey) {
    guard let origin else { return }
    let field = "41482.4.3"
    let isImported = origin & Origin.imported != 0
    let isRestored = origin & Origin.wrapped != 0
    key.claims.set(.generatedInside, origin == Origin.generated, field)
    key.claims.set(.imported, isImported, field)
    key.claims.set(.restored, isRestored, field)
    key.claims.set(.everNonSensitive, isImported, field)
    if isRestored || isImported { key.claims.set(.everExtractable, .yes, field) }
  }

  private var name: String? {
    guard let object else { return nil }
    let numbers = (0..<16).filter { (domains ?? 0) >> UInt64($0) & 1 == 1 }.map { String($0 + 1) }
    let parts = [
      YubiHSMFields.hex(object), label.flatMap { $0.isEmpty ? nil : $0 },
      numbers.isEmpty ? nil : "domains \(numbers.joined(separator: " "))",
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
