internal import DER
internal import Evidence

/// What the certificate of an attested key says. Only the serial number is wrapped in ASN.1.
struct YubiKeyFields {
  let slot: String?
  let firmware: [UInt8]?
  let serial: UInt32?
  let formFactor: FormFactor?
  private let authentication: Stated<UserAuthentication>?
  private let presence: Stated<UserPresence>?
  let problems: [AppraisalProblem]

  /// One byte: the shape, and in its highest bit whether the model is one of the FIPS series.
  struct FormFactor {
    let shape: String
    let isBio: Bool
    let isFIPS: Bool

    init?(_ byte: UInt8) {
      let shapes = [
        1: "USB-A keychain", 2: "USB-A nano", 3: "USB-C keychain", 4: "USB-C nano", 5: "USB-C and Lightning",
        6: "USB-A keychain", 7: "USB-C keychain",
      ]
      guard let shape = shapes[Int(byte & 0x7F)] else { return nil }
      self.shape = shape
      isBio = [6, 7].contains(byte & 0x7F)
      isFIPS = byte & 0x80 != 0
    }
  }

  init(_ leaf: TolerantCertificate) {
    var reader = VendorExtensions(leaf)
    slot = YubiKeyFields.slot(&reader)
    firmware = reader.required(YubiKeyPIV.firmwareOID, "a firmware version of 3 octets") { $0.count == 3 ? $0 : nil }
    serial = reader.optional(YubiKeyPIV.serialOID, "a serial number, INTEGER", WrappedValue.number)
    let form = reader.optional(YubiKeyPIV.formFactorOID, "a form factor that is known") { value in
      value.count == 1 ? value.first.flatMap(FormFactor.init) : nil
    }
    formFactor = form
    let policy = reader.required(YubiKeyPIV.policyOID, "a PIN and a touch policy that are known") { value in
      value.count == 2 ? YubiKeyFields.policy(value[0], value[1], isBio: form?.isBio ?? false) : nil
    }
    authentication = policy?.0
    presence = policy?.1
    problems = reader.problems
  }

  /// The slots that can be attested: those of PIV, the retired ones and that of the attestation key.
  private static let slots = Set(["9a", "9c", "9d", "9e", "f9"] + (0x82...0x95).map { String($0, radix: 16) })

  private static func slot(_ reader: inout VendorExtensions) -> String? {
    guard let name = reader.certificate.commonName, name.hasPrefix(YubiKeyPIV.leafName) else {
      reader.add(.notAKeyAttestation, "the name is not \(YubiKeyPIV.leafName)and a slot")
      return nil
    }
    let slot = String(name.dropFirst(YubiKeyPIV.leafName.count))
    guard slots.contains(slot) else {
      reader.add(.claimUnknownValue, "slot \(slot)")
      return nil
    }
    return slot
  }

  /// Nil for values that mean nothing; those of fingerprints mean nothing without a reader for them.
  private static func policy(
    _ pin: UInt8, _ touch: UInt8, isBio: Bool
  ) -> (Stated<UserAuthentication>, Stated<UserPresence>)? {
    let authentication: UserAuthentication
    switch pin {
    case 1: authentication = .none
    case 2: authentication = .once
    case 3: authentication = .always
    case 4 where isBio: authentication = .once
    case 5 where isBio: authentication = .always
    default: return nil
    }
    let presences: [UInt8: UserPresence] = [1: .none, 2: .always, 3: .cached]
    guard let presence = presences[touch] else { return nil }
    let field = pin > 3 ? "41482.3.8, PIN or fingerprint" : "41482.3.8, PIN"
    return (Stated(authentication, field), Stated(presence, "41482.3.8, touch"))
  }

  /// Puts the claims into the key.
  func fill(_ key: inout AttestedKey) {
    key.localName = slot
    key.control.userAuthentication = authentication
    key.control.presence = presence
    guard let slot else { return }
    let field = "implied: only keys made on the device are attested"
    key.claims.set(.generatedInside, .yes, field)
    for name: ClaimName in [
      .imported, .restored, .extractableClear, .extractableWrapped, .cloneable, .adminRecoverable, .everExtractable,
      .everNonSensitive,
    ] { key.claims.set(name, .no, field) }
    key.claims.set(.signsAttestations, slot == "f9", "slot")
  }
}

/// What the certificate of slot f9 says of the device.
struct YubiKeyDevice {
  private let certificate: TolerantCertificate?
  private let firmware: [UInt8]?
  private let problems: [AppraisalProblem]

  init(_ certificate: TolerantCertificate?) {
    self.certificate = certificate
    guard let certificate else {
      (firmware, problems) = (nil, [])
      return
    }
    var reader = VendorExtensions(certificate)
    firmware = reader.optional(YubiKeyPIV.firmwareOID, "a firmware version of 3 octets") { $0.count == 3 ? $0 : nil }
    problems = reader.problems
  }

  /// Firmware cannot be changed, so both certificates of one device name the same. An owner's f9 names none.
  func disagreements(with leaf: YubiKeyFields) -> [AppraisalProblem] {
    guard let firmware, let other = leaf.firmware, firmware != other else { return problems }
    return problems + [
      AppraisalProblem(
        .partsDisagree, "firmware is \(YubiKeyDevice.text(other)) in the leaf, \(YubiKeyDevice.text(firmware)) in f9")
    ]
  }

  func fill(_ key: inout AttestedKey, _ leaf: YubiKeyFields) {
    let isFIPS = certificate?.has(YubiKeyPIV.fipsOID) == true
    if isFIPS { key.claims.set(.fipsMode, .yes, "41482.3.10 of f9") }
    key.device = StatedDevice(
      vendor: "Yubico", model: model(leaf, isFIPS: isFIPS), firmware: leaf.firmware.map(YubiKeyDevice.text),
      serial: leaf.serial.map { String($0) })
  }

  /// The series, and the shape where it is stated; nil where the series cannot be told.
  private func model(_ leaf: YubiKeyFields, isFIPS: Bool) -> String? {
    guard let firmware = leaf.firmware, firmware.count == 3 else { return nil }
    // Firmware 4.4 was made for the FIPS series alone; form factors are stated from 5 on.
    if firmware[0] == 4 { return firmware[1] == 4 ? "YubiKey 4 FIPS Series" : "YubiKey 4 Series" }
    guard firmware[0] >= 5, let form = leaf.formFactor else { return nil }
    if form.isBio { return "YubiKey Bio Series, \(form.shape)" }
    if form.isFIPS || isFIPS { return "YubiKey 5 FIPS Series, \(form.shape)" }
    let isCSPN = certificate?.has(YubiKeyPIV.cspnOID) == true
    return "YubiKey 5 \(isCSPN ? "CSPN " : "")Series, \(form.shape)"
  }

  /// Numbers with dots between them.
  static func text(_ version: [UInt8]) -> String { version.map { String($0) }.joined(separator: ".") }
}
