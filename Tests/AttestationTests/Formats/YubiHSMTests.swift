import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private typealias Item = HandMadeCertificate.Item

private func item(_ oid: DER.ObjectIdentifier, _ write: (inout DERWriter) -> Void) -> Item {
  var writer = DERWriter()
  write(&writer)
  return Item(oid, writer.bytes)
}

private func bits(_ octets: [UInt8]) -> (inout DERWriter) -> Void { { $0.bitString(BitString(bytes: octets)) } }

/// A root, a device below it and an attested key, each part of which a test may change.
private struct MadeYubiHSM {
  let rootKey: TestKey
  let deviceKey: TestKey
  let userKey: TestKey
  var device: HandMadeCertificate
  var leaf: HandMadeCertificate

  init() throws {
    rootKey = try TestKey(curve: .p256)
    deviceKey = try TestKey(curve: .p256)
    userKey = try TestKey(curve: .p256)
    let identity = [
      item(YubiHSM.firmwareOID) { $0.octetString([2, 4, 0]) }, item(YubiHSM.serialOID) { $0.integer(31_650_558) },
    ]
    device = HandMadeCertificate(
      "YubiHSM Attestation (31650558)", issuer: "Root", key: deviceKey, extensions: identity)
    leaf = HandMadeCertificate(
      "YubiHSM Attestation id:0x0104", issuer: "YubiHSM Attestation (31650558)", key: userKey,
      extensions: identity + [
        item(YubiHSM.originOID, bits([0x01])), item(YubiHSM.domainsOID, bits([0x80, 0x01])),
        item(YubiHSM.capabilitiesOID, bits([0, 0, 0, 0, 0, 0, 0, 0x80])),
        item(YubiHSM.objectOID) { $0.integer(0x0104) },
        item(YubiHSM.labelOID) { $0.characterString(CharacterString(utf8: "key")) },
      ])
  }

  mutating func set(_ oid: DER.ObjectIdentifier, _ write: ((inout DERWriter) -> Void)?) {
    leaf.extensions.removeAll { $0.oid == oid }
    if let write { leaf.extensions.append(item(oid, write)) }
  }

  func outcome() throws -> AppraisalOutcome {
    let parts = ["leaf": try leaf.signed(by: deviceKey), "device": try device.signed(by: rootKey)]
    return try AppraisalOutcome(
      try Statement(format: "yubihsm", parts: parts), anchors: [try HandMade.anchor(rootKey, formats: ["yubihsm"])])
  }
}

private func outcome(_ change: (inout MadeYubiHSM) throws -> Void = { _ in }) throws -> AppraisalOutcome {
  var made = try MadeYubiHSM()
  try change(&made)
  return try made.outcome()
}

private func name(_ text: String) -> [UInt8] { TestAuthority.name(text).derEncoded }

@Suite(.needsVectors) struct YubiHSMTests {
  private let genuine = [
    "leaf": "yubihsm2/secureboot-ark1-founder.rsa.cert.pem", "device": "yubihsm2/yubihsm-31650558-auth.cert.pem",
  ]

  @Test func `a genuine attestation leads to Yubico, and tells that the key can leave under wrap`() throws {
    let outcome = try AppraisalOutcome.vectors(genuine)
    #expect(outcome.problems == [], "\(outcome)")
    #expect(outcome.key.format == "yubihsm")
    #expect(outcome.key.signer?.anchor == "yubico-yubihsm-6742036-subordinate")
    #expect(outcome.key.signer?.chain == ["CN=YubiHSM Attestation (31650558)"])
    #expect(
      outcome.key.device
        == StatedDevice(vendor: "Yubico", model: "YubiHSM 2", firmware: "2.4.0", serial: "31650558"))
    #expect(outcome.key.localName == "0x0104, Dark Bio Secure-Boot (Ark I: Founder), domains 1")
    #expect(outcome.claims(.generatedInside, .imported, .restored, .everNonSensitive) == [.yes, .no, .no, .no])
    #expect(
      outcome.claims(.extractableWrapped, .cloneable, .adminRecoverable, .everExtractable)
        == [.yes, .yes, .yes, .yes])
    #expect(outcome.claims(.signs, .decrypts, .exportsKeys, .signsAttestations) == [.yes, .no, .no, .no])
    #expect(outcome.claims(.extractableClear, .fipsMode) == [.no, .unknown])
    #expect(outcome.weaknesses == [.noNonce])
  }

  @Test func `the chain may come along, and need not`() throws {
    let chain = [
      "yubico-roots/E45DA5F361B091B30D8F2C6FA040DB6FEF57918E.pem", "yubico-roots/yubihsm2-attest-ca-crt.pem",
    ]
    #expect(try AppraisalOutcome.vectors(genuine, chain: chain).problems == [])
    let root = AnchorStore.shipped.anchors(for: "yubihsm").filter { $0.id == "yubico-yubihsm-root" }
    let bytes = try genuine.mapValues { try Vectors.bytes("attestation/\($0)") }
    let more = try chain.map { try Vectors.bytes("attestation/\($0)") }
    let keys = try Formats.appraise(
      try Statement(parts: bytes, chain: more), under: AppraisalTerms(anchors: AnchorStore(root), now: Sample.now))
    #expect(keys.map { $0.signer?.anchor } == ["yubico-yubihsm-root"])
    #expect(keys.map(\.problems) == [[]])
  }

  @Test(
    arguments: [
      ("generated", [.yes, .no, .no, .no, .unknown], []), ("fips-true", [.yes, .no, .no, .no, .yes], []),
      ("exportable-under-wrap", [.yes, .no, .yes, .yes, .unknown], []),
      ("imported", [.no, .yes, .no, .yes, .unknown], []),
      ("no-origin", [.unknown, .unknown, .unknown, .unknown, .unknown], [.claimMissing]),
    ] as [(String, [Truth], [AppraisalProblem.Kind])])
  func `the synthetic ones say what they were made to say`(
    name: String, claims: [Truth], problems: [AppraisalProblem.Kind]
  ) throws {
    let outcome = try AppraisalOutcome.vectors(
      ["leaf": "synthetic/yubihsm-\(name).pem", "device": "synthetic/yubihsm-device.pem"],
      anchors: try AppraisalOutcome.operatorAnchors("synthetic/yubihsm-root.pem"))
    #expect(
      outcome.claims(.generatedInside, .imported, .extractableWrapped, .everExtractable, .fipsMode) == claims)
    #expect(Set(outcome.problems) == Set(problems), "\(outcome)")
  }

  @Test func `a synthetic one under Yubico's own anchors proves nothing`() throws {
    let outcome = try AppraisalOutcome.vectors([
      "leaf": "synthetic/yubihsm-generated.pem", "device": "synthetic/yubihsm-device.pem",
    ])
    #expect(outcome.problems == [.anchorUnknown])
  }

  @Test func `a device of another family is no signer`() throws {
    let outcome = try AppraisalOutcome.vectors(
      format: "yubihsm", ["leaf": genuine["leaf"] ?? "", "device": "yubikey-piv/go-ykpiv/signer.pem"])
    #expect(outcome.problems.contains(.partsDisagree))
  }
}

@Suite struct YubiHSMForgeryTests {
  @Test func `an attestation in the genuine shape has no problem`() throws {
    let outcome = try outcome()
    #expect(outcome.problems == [], "\(outcome)")
    #expect(outcome.key.localName == "0x0104, key, domains 1 16")
    #expect(outcome.claims(.extractableWrapped, .everExtractable, .signs) == [.no, .no, .yes])
  }

  @Test(
    arguments: [
      (0x01, [.yes, .no, .no, .no, .no]), (0x02, [.no, .yes, .no, .yes, .yes]), (0x11, [.no, .no, .yes, .yes, .no]),
      (0x12, [.no, .yes, .yes, .yes, .yes]),
    ] as [(UInt8, [Truth])])
  func `only an origin of exactly 01 was generated inside`(origin: UInt8, claims: [Truth]) throws {
    let outcome = try outcome { $0.set(YubiHSM.originOID, bits([origin])) }
    #expect(outcome.problems == [])
    #expect(
      outcome.claims(.generatedInside, .imported, .restored, .everExtractable, .everNonSensitive) == claims)
  }

  @Test(arguments: [[0x00], [0x03], [0x10], [0x13], [0x05], [0x81], [0x00, 0x01], [0x01, 0x00], []] as [[UInt8]])
  func `an origin that means nothing is a problem`(octets: [UInt8]) throws {
    let outcome = try outcome { $0.set(YubiHSM.originOID, bits(octets)) }
    #expect(outcome.problems == [.claimUnknownValue])
    #expect(outcome.claims(.generatedInside, .imported) == [.unknown, .unknown])
  }

  @Test(
    arguments: [
      (16, .extractableWrapped), (5, .signs), (6, .signs), (7, .signs), (8, .signs), (9, .decrypts), (10, .decrypts),
      (11, .derives), (12, .exportsKeys), (34, .signsAttestations), (37, .wraps),
    ] as [(Int, ClaimName)])
  func `capabilities are numbered from the end`(bit: Int, name: ClaimName) throws {
    var octets = [UInt8](repeating: 0, count: 8)
    octets[7 - bit / 8] = 1 << UInt8(bit % 8)
    let outcome = try outcome { $0.set(YubiHSM.capabilitiesOID, bits(octets)) }
    let all: [ClaimName] = [.extractableWrapped, .signs, .decrypts, .derives, .exportsKeys, .signsAttestations, .wraps]
    for each in all { #expect(outcome.claims(each) == [Truth(each == name)], "\(each)") }
  }

  @Test(arguments: [
    YubiHSM.firmwareOID, YubiHSM.serialOID, YubiHSM.originOID, YubiHSM.capabilitiesOID, YubiHSM.objectOID,
  ])
  func `what must be there once is missed, and not taken twice`(oid: DER.ObjectIdentifier) throws {
    #expect(try outcome { $0.set(oid, nil) }.problems == [.claimMissing])
    let twice = try outcome { made in
      if let item = made.leaf.extensions.first(where: { $0.oid == oid }) { made.leaf.extensions.append(item) }
    }
    #expect(twice.problems == [.claimRepeated])
  }

  @Test func `values of another form are a problem`() throws {
    for change: (inout MadeYubiHSM) -> Void in [
      { $0.set(YubiHSM.firmwareOID) { $0.raw([2, 4, 0]) } },
      { $0.set(YubiHSM.firmwareOID) { $0.octetString([2, 4]) } },
      { $0.set(YubiHSM.capabilitiesOID, bits([0, 0, 0x80])) }, { $0.set(YubiHSM.capabilitiesOID) { $0.raw([0x80]) } },
      { $0.set(YubiHSM.domainsOID, bits([1])) }, { $0.set(YubiHSM.labelOID) { $0.octetString([0x41]) } },
      { $0.set(YubiHSM.fipsOID) { $0.raw([0x01, 0x01, 0x01]) } }, { $0.set(YubiHSM.objectOID) { $0.integer(0x10000) } },
      { $0.set(YubiHSM.serialOID) { $0.integer(-1) } },
    ] { #expect(try outcome(change).problems == [.claimUnknownValue]) }
  }

  @Test func `two serial numbers disagree, in the extensions or in the name`() throws {
    let leaf = try outcome { $0.set(YubiHSM.serialOID) { $0.integer(1) } }
    #expect(leaf.problems == [.partsDisagree, .partsDisagree])
    let device = try outcome { $0.device.extensions[1] = item(YubiHSM.serialOID) { $0.integer(1) } }
    #expect(device.problems == [.partsDisagree])
    let missing = try outcome { $0.device.extensions.removeLast() }
    #expect(missing.problems == [.claimMissing])
    let firmware = try outcome { $0.set(YubiHSM.firmwareOID) { $0.octetString([2, 4, 1]) } }
    #expect(firmware.problems == [.partsDisagree])
  }

  @Test func `a name with another object id disagrees, and another name is none of an attested key`() throws {
    #expect(try outcome { $0.leaf.subject = name("YubiHSM Attestation id:0x0105") }.problems == [.partsDisagree])
    #expect(try outcome { $0.leaf.subject = name("Somebody") }.problems == [.notAKeyAttestation])
  }

  @Test(arguments: [
    "YubiHSM Attestation id:0x0104", "YubiHSM Attestation ()", "YubiHSM Attestation (031650558)",
    "YubiHSM Attestation (31650558", "Yubico YubiHSM 6742036 Sub-CA",
  ])
  func `only a factory certificate signs, by its name`(device: String) throws {
    let outcome = try outcome { made in
      made.device.subject = name(device)
      made.leaf.issuer = name(device)
    }
    #expect(outcome.problems == [.certificateUnfit])
  }

  @Test func `an attested key under the device's name is no device`() throws {
    let outcome = try outcome { $0.device.extensions.append(item(YubiHSM.originOID, bits([1]))) }
    #expect(outcome.problems == [.certificateUnfit])
  }

  @Test func `attestation by a key of the owner's is refused, though that key is attested`() throws {
    let made = try MadeYubiHSM()
    var forged = made.leaf
    forged.key = try TestKey(curve: .p256)
    forged.issuer = made.leaf.subject
    let parts = ["leaf": try forged.signed(by: made.userKey)]
    let chain = [try made.leaf.signed(by: made.deviceKey), try made.device.signed(by: made.rootKey)]
    let outcome = try AppraisalOutcome(
      try Statement(format: "yubihsm", parts: parts, chain: chain),
      anchors: [try HandMade.anchor(made.rootKey, formats: ["yubihsm"])])
    #expect(outcome.problems == [.certificateUnfit])
  }

  @Test func `under Yubico's anchors only its authorities for YubiHSM stand above a device`() {
    #expect(YubiHSM.isVendorsAuthority("Yubico YubiHSM 6742036 Sub-CA", 1))
    #expect(YubiHSM.isVendorsAuthority("YubiHSM Attestation B2 1", 1))
    #expect(YubiHSM.isVendorsAuthority("Yubico Attestation Intermediate B 1", 2))
    #expect(YubiHSM.isVendorsAuthority("Yubico YubiHSM Root CA", 2))
    #expect(!YubiHSM.isVendorsAuthority("Yubico YubiHSM Root CA", 1))
    #expect(!YubiHSM.isVendorsAuthority("Yubico Attestation Root 1", 2))
    #expect(!YubiHSM.isVendorsAuthority("YubiHSM Attestation (1)", 1))
    #expect(!YubiHSM.isVendorsAuthority("YubiHSM Attestation id:0x0001", 1))
    #expect(!YubiHSM.isVendorsAuthority("Yubico PIV Attestation B 1", 1))
    #expect(!YubiHSM.isVendorsAuthority("Yubico YubiHSM 6742036 Sub-CA", 2))
  }
}
