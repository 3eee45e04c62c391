import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private typealias Item = HandMadeCertificate.Item

/// A root, an f9 below it and an attested key, each part of which a test may change.
private struct MadeYubiKey {
  let rootKey: TestKey
  let deviceKey: TestKey
  let userKey: TestKey
  var device: HandMadeCertificate
  var leaf: HandMadeCertificate
  var chain: [[UInt8]] = []

  init() throws {
    rootKey = try TestKey(curve: .p256)
    deviceKey = try TestKey(curve: .p256)
    userKey = try TestKey(curve: .p256)
    device = HandMadeCertificate(
      "Yubico PIV Attestation", issuer: "Root", key: deviceKey,
      extensions: [Item(YubiKeyPIV.firmwareOID, [5, 7, 4])])
    leaf = HandMadeCertificate(
      "YubiKey PIV Attestation 9c", issuer: "Yubico PIV Attestation", key: userKey,
      extensions: [
        Item(YubiKeyPIV.firmwareOID, [5, 7, 4]), Item(YubiKeyPIV.serialOID, [0x02, 0x01, 0x07]),
        Item(YubiKeyPIV.policyOID, [3, 2]), Item(YubiKeyPIV.formFactorOID, [3]),
      ])
  }

  /// Puts another value into an extension of the leaf; nil takes it out.
  mutating func set(_ oid: ObjectIdentifier, _ value: [UInt8]?) {
    leaf.extensions.removeAll { $0.oid == oid }
    if let value { leaf.extensions.append(Item(oid, value)) }
  }

  func outcome(now: Instant = Sample.now, anchor: String = "operator:test") throws -> AppraisalOutcome {
    let parts = ["leaf": try leaf.signed(by: deviceKey), "device": try device.signed(by: rootKey)]
    return try AppraisalOutcome(
      try Statement(format: "yubikey-piv", parts: parts, chain: chain),
      anchors: [try HandMade.anchor(rootKey, id: anchor, formats: ["yubikey-piv"])], now: now)
  }
}

private func outcome(_ change: (inout MadeYubiKey) throws -> Void = { _ in }) throws -> AppraisalOutcome {
  var made = try MadeYubiKey()
  try change(&made)
  return try made.outcome()
}

@Suite struct YubiKeyPIVForgeryTests {
  @Test func `an attestation in the genuine shape has no problem`() throws {
    let outcome = try outcome()
    #expect(outcome.problems == [], "\(outcome)")
    #expect(outcome.key.device?.model == "YubiKey 5 Series, USB-C keychain")
    #expect(outcome.key.device?.serial == "7")
  }

  // MARK: - Who may sign

  @Test func `a leaf that the owner of an attested key signed is refused, whatever stands below it`() throws {
    let made = try MadeYubiKey()
    let forgedKey = try TestKey(curve: .p256)
    var forged = made.leaf
    forged.key = forgedKey
    forged.issuer = made.leaf.subject
    let parts = ["leaf": try forged.signed(by: made.userKey), "device": try made.leaf.signed(by: made.deviceKey)]
    let chain = [try made.device.signed(by: made.rootKey)]
    let anchors = [try HandMade.anchor(made.rootKey, formats: ["yubikey-piv"])]
    for parts in [parts, ["leaf": parts["leaf"] ?? []]] {
      let all = chain + [try made.leaf.signed(by: made.deviceKey)]
      let outcome = try AppraisalOutcome(
        try Statement(format: "yubikey-piv", parts: parts, chain: all), anchors: anchors)
      #expect(outcome.problems == [.certificateUnfit], "\(outcome)")
    }
  }

  @Test func `an attested key without its extensions or under the name of f9 is not taken for f9`() throws {
    let renamed = try outcome { made in
      made.device.extensions.append(Item(YubiKeyPIV.policyOID, [3, 2]))
    }
    #expect(renamed.problems == [.certificateUnfit])
    let bare = try outcome { made in
      made.device.subject = TestAuthority.name("YubiKey PIV Attestation 9a").derEncoded
      made.leaf.issuer = made.device.subject
    }
    #expect(bare.problems == [.certificateUnfit])
  }

  @Test func `a certificate of another use below the anchor is not f9`() throws {
    let outcome = try outcome { made in
      made.device.subject = TestAuthority.name("Yubico U2F EE Serial 1").derEncoded
      made.leaf.issuer = made.device.subject
    }
    #expect(outcome.problems == [.certificateUnfit])
  }

  @Test func `under Yubico's anchors only authorities for PIV stand above f9`() throws {
    let key = try TestKeys.p256.get()
    func reason(_ name: String, _ depth: Int, isCA: Bool = true) throws -> String? {
      var made = HandMadeCertificate(name, issuer: "Root", key: key)
      if isCA { made.extensions = [Item(BasicConstraints(isCA: true), critical: true)] }
      return YubiKeyPIV.authority(try HandMade.read(try made.signed(by: key)), depth)
    }
    #expect(try reason("Anything", 1) == nil)
    #expect(try reason("Anything", 1, isCA: false) != nil)
    #expect(try reason("YubiKey OPGP Attestation SIG", 0) != nil)
    #expect(YubiKeyPIV.isVendorsAuthority("Yubico PIV Attestation B2 1", 1))
    #expect(YubiKeyPIV.isVendorsAuthority("Yubico Attestation Intermediate B 1", 2))
    #expect(!YubiKeyPIV.isVendorsAuthority("Yubico FIDO Attestation B 1", 1))
    #expect(!YubiKeyPIV.isVendorsAuthority("Yubico OPGP Attestation B 1", 1))
    #expect(!YubiKeyPIV.isVendorsAuthority("Yubico PIV Attestation B2 1", 2))
    #expect(!YubiKeyPIV.isVendorsAuthority("Yubico Attestation Intermediate B 1", 3))
    #expect(!YubiKeyPIV.isVendorsAuthority("Yubico Attestation Root 1", 1))
    for (name, depth) in [
      ("Yubico PIV Root CA Serial 263751", 1), ("Yubico U2F Root CA Serial 457200631", 1),
      ("Yubico Attestation Root 1", 3),
    ] { #expect(YubiKeyPIV.isVendorsAuthority(name, depth)) }
  }

  @Test func `a device certificate of another name than the leaf's issuer disagrees`() throws {
    let outcome = try outcome { $0.device.subject = TestAuthority.name("YubiKey PIV Attestation").derEncoded }
    #expect(outcome.problems == [.partsDisagree])
  }

  @Test func `an f9 out of date proves nothing`() throws {
    #expect(try outcome { $0.device.notAfter = "2026-11-19" }.problems == [.certificateExpired])
    #expect(try outcome { $0.leaf.notAfter = "2026-11-19" }.problems == [.certificateExpired])
  }

  @Test func `the root of U2F counts for attestations without a serial number, and for no others`() throws {
    var made = try MadeYubiKey()
    #expect(try made.outcome(anchor: "yubico-u2f-root-457200631").problems == [.anchorUnknown])
    made.set(YubiKeyPIV.serialOID, nil)
    let outcome = try made.outcome(anchor: "yubico-u2f-root-457200631")
    #expect(outcome.problems == [])
    #expect(outcome.key.device?.serial == nil)
    made.set(YubiKeyPIV.serialOID, [7])
    #expect(!(try made.outcome(anchor: "yubico-u2f-root-457200631").problems.isEmpty))
  }

  // MARK: - What it says

  @Test(arguments: ["9f", "9C", "9c ", "", "81", "96", "9c9c"])
  func `a slot that does not exist is a problem`(slot: String) throws {
    let outcome = try outcome {
      $0.leaf.subject = TestAuthority.name("YubiKey PIV Attestation \(slot)").derEncoded
    }
    #expect(outcome.problems == [.claimUnknownValue])
    #expect(outcome.claims(.generatedInside) == [.unknown])
  }

  @Test(arguments: ["82", "95", "9e", "f9"])
  func `retired slots and that of the attestation key can be attested`(slot: String) throws {
    let outcome = try outcome {
      $0.leaf.subject = TestAuthority.name("YubiKey PIV Attestation \(slot)").derEncoded
    }
    #expect(outcome.problems == [])
    #expect(outcome.key.localName == slot)
    #expect(outcome.claims(.signsAttestations) == [Truth(slot == "f9")])
  }

  @Test(
    arguments: [
      [0, 1], [9, 1], [4, 1], [5, 1], [255, 1], [3, 0], [3, 4], [3], [], [3, 2, 0], [0x04, 0x02, 0x03, 0x02],
    ] as [[UInt8]])
  func `policies that mean nothing are a problem`(value: [UInt8]) throws {
    let outcome = try outcome { $0.set(YubiKeyPIV.policyOID, value) }
    #expect(outcome.problems == [.claimUnknownValue])
    #expect(outcome.key.control == KeyControl())
  }

  @Test(
    arguments: [
      ([1, 1], UserAuthentication.none, UserPresence.none), ([2, 3], .once, .cached), ([3, 2], .always, .always),
    ] as [([UInt8], UserAuthentication, UserPresence)])
  func `policies are what they say`(value: [UInt8], pin: UserAuthentication, touch: UserPresence) throws {
    let control = try outcome { $0.set(YubiKeyPIV.policyOID, value) }.key.control
    #expect(control.userAuthentication?.value == pin)
    #expect(control.presence?.value == touch)
  }

  @Test func `a fingerprint counts where there is a reader for it`() throws {
    for (value, expected) in [(4, .once), (5, .always)] as [(UInt8, UserAuthentication)] {
      let bio = try outcome {
        $0.set(YubiKeyPIV.policyOID, [value, 1])
        $0.set(YubiKeyPIV.formFactorOID, [7])
      }
      #expect(bio.problems == [])
      #expect(bio.key.control.userAuthentication == Stated(expected, "41482.3.8, PIN or fingerprint"))
      #expect(bio.key.device?.model == "YubiKey Bio Series, USB-C keychain")
    }
  }

  @Test(arguments: [[0], [8], [0x80], [0x88], [0x43], [3, 0], []] as [[UInt8]])
  func `a form factor that is not known is a problem`(value: [UInt8]) throws {
    #expect(try outcome { $0.set(YubiKeyPIV.formFactorOID, value) }.problems == [.claimUnknownValue])
  }

  @Test(arguments: [YubiKeyPIV.firmwareOID, YubiKeyPIV.policyOID, YubiKeyPIV.serialOID])
  func `what must be there once is missed, and not taken twice`(oid: DER.ObjectIdentifier) throws {
    #expect(try outcome { $0.set(oid, nil) }.problems == [.claimMissing])
    let twice = try outcome { made in
      if let item = made.leaf.extensions.first(where: { $0.oid == oid }) { made.leaf.extensions.append(item) }
    }
    #expect(twice.problems == [.claimRepeated])
  }

  @Test(arguments: [[5, 7], [5, 7, 4, 0], [], [0x04, 0x03, 5, 7, 4]] as [[UInt8]])
  func `a firmware version of another length is a problem`(value: [UInt8]) throws {
    let outcome = try outcome { $0.set(YubiKeyPIV.firmwareOID, value) }
    #expect(outcome.problems == [.claimUnknownValue])
    #expect(outcome.key.device?.firmware == nil)
  }

  @Test(arguments: [[7], [0x02, 0x01, 0xFF], [0x02, 0x05, 1, 0, 0, 0, 0], [0x02, 0x01, 7, 0], []] as [[UInt8]])
  func `a serial number that is no number of 32 bits is a problem`(value: [UInt8]) throws {
    #expect(try outcome { $0.set(YubiKeyPIV.serialOID, value) }.problems == [.claimUnknownValue])
  }

  @Test func `a FIPS model is known by its form factor or by f9, and only f9 says that it is certified`() throws {
    let byShape = try outcome { $0.set(YubiKeyPIV.formFactorOID, [0x81]) }
    #expect(byShape.key.device?.model == "YubiKey 5 FIPS Series, USB-A keychain")
    #expect(byShape.claims(.fipsMode) == [.unknown])
    let certified = try outcome { $0.device.extensions.append(Item(YubiKeyPIV.fipsOID, [1])) }
    #expect(certified.key.device?.model == "YubiKey 5 FIPS Series, USB-C keychain")
    #expect(certified.claims(.fipsMode) == [.yes])
    let inLeaf = try outcome { $0.set(YubiKeyPIV.fipsOID, [1]) }
    #expect(inLeaf.claims(.fipsMode) == [.unknown])
    let french = try outcome { $0.device.extensions.append(Item(YubiKeyPIV.cspnOID, [1])) }
    #expect(french.key.device?.model == "YubiKey 5 CSPN Series, USB-C keychain")
  }

  // MARK: - Files

  @Test func `parts with two certificates, or with two attested keys, cannot be read`() throws {
    let made = try MadeYubiKey()
    let leaf = try made.leaf.signed(by: made.deviceKey)
    let device = try made.device.signed(by: made.rootKey)
    var other = made.leaf
    other.serial = [0x2B]
    let second = try other.signed(by: made.deviceKey)
    for parts in [
      ["leaf": HandMade.pem([leaf, second]), "device": device],
      ["leaf": leaf, "device": HandMade.pem([device, device])],
      ["statement": HandMade.pem([leaf, second, device])], ["device": device],
      ["statement": HandMade.pem([leaf, device]), "device": device],
      ["statement": HandMade.pem([device, device, leaf, second])],
    ] {
      #expect(throws: AttestationError.self) {
        try AppraisalOutcome(try Statement(format: "yubikey-piv", parts: parts))
      }
    }
  }
}
