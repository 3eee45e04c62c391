import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing
import X509

@testable import Attestation

private let folder = "yubikey-piv"

private func pair(_ leaf: String, _ device: String) -> [String: String] {
  ["leaf": "\(folder)/\(leaf).pem", "device": "\(folder)/\(device).pem"]
}

private func outcome(_ leaf: String, _ device: String) throws -> AppraisalOutcome {
  try .vectors(pair(leaf, device))
}

/// Genuine attestations, each with what is said in it.
private let genuine: [(leaf: String, device: String, says: String)] = [
  ("sigstore/13078778_key_cert", "sigstore/13078778_device_cert", "9c always always 5.2.6 13078778"),
  ("sigstore/14470876_key_cert", "sigstore/14470876_device_cert", "9c always always 5.2.7 14470876"),
  ("sigstore/18158855_key_cert", "sigstore/18158855_device_cert", "9c always always 5.4.3 18158855"),
  ("sigstore/18158855_key_cert.3e997bb", "sigstore/18158855_device_cert", "9c always always 5.4.3 18158855"),
  ("go-ykpiv/attested", "go-ykpiv/signer", "9a once none 4.4.5 10231423"),
  ("piv-go/validchain.key", "piv-go/validchain.device", "9a once none 5.4.3 15732500"),
  ("roca/1-leaf-9e", "roca/1-device", "9e none none 4.3.3 5250272"),
  ("roca/3-leaf-9a", "roca/3-device", "9a once none 4.3.3 5250272"),
]

@Suite(.needsVectors) struct YubiKeyPIVTests {
  @Test(arguments: genuine.indices)
  func `a genuine attestation leads to Yubico, and says what it says`(index: Int) throws {
    let (leaf, device, says) = genuine[index]
    let outcome = try outcome(leaf, device)
    #expect(outcome.problems == [], "\(outcome)")
    let key = outcome.key
    #expect(key.format == "yubikey-piv")
    #expect(key.evidenceClass == .signed)
    #expect(key.signer?.anchor == "yubico-piv-root-263751")
    let control = key.control
    let said = [
      key.localName, control.userAuthentication?.value.rawValue, control.presence?.value.rawValue,
      key.device?.firmware, key.device?.serial,
    ]
    #expect(said.map { $0 ?? "?" }.joined(separator: " ") == says)
    #expect(outcome.claims(.generatedInside, .nonceBound) == [.yes, .unknown])
    #expect(
      outcome.claims(
        .imported, .restored, .extractableClear, .extractableWrapped, .cloneable, .adminRecoverable, .everExtractable,
        .everNonSensitive, .signsAttestations) == [Truth](repeating: .no, count: 9))
    #expect(key[.generatedInside].source.contains("implied: only keys made on the device are attested"))
    #expect(outcome.weaknesses.isSuperset(of: [.batchSharedKey, .noNonce]))
  }

  @Test func `a key of RSALib is found in a perfect attestation`() throws {
    for (leaf, device) in [("roca/1-leaf-9e", "roca/1-device"), ("roca/3-leaf-9a", "roca/3-device")] {
      #expect(try outcome(leaf, device).weaknesses.contains(.roca))
    }
    #expect(try !outcome("go-ykpiv/attested", "go-ykpiv/signer").weaknesses.contains(.roca))
  }

  @Test func `keys on curves of firmware before 5.7 are EUCLEAK's`() throws {
    for (leaf, device, _) in genuine.prefix(4) { #expect(try outcome(leaf, device).weaknesses.contains(.eucleak)) }
    #expect(try !outcome("go-ykpiv/attested", "go-ykpiv/signer").weaknesses.contains(.eucleak))
  }

  @Test func `the device is named by series, firmware and serial number`() throws {
    #expect(
      try outcome("sigstore/13078778_key_cert", "sigstore/13078778_device_cert").key.device
        == StatedDevice(
          vendor: "Yubico", model: "YubiKey 5 Series, USB-C keychain", firmware: "5.2.6", serial: "13078778"))
    #expect(try outcome("go-ykpiv/attested", "go-ykpiv/signer").key.device?.model == "YubiKey 4 FIPS Series")
    #expect(try outcome("roca/3-leaf-9a", "roca/3-device").key.device?.model == "YubiKey 4 Series")
  }

  @Test func `the attested key is the one whose public half lies beside it`() throws {
    let key = try outcome("sigstore/13078778_key_cert", "sigstore/13078778_device_cert").key
    let text = String(decoding: try Vectors.bytes("attestation/\(folder)/sigstore/13078778_pubkey.pem"), as: UTF8.self)
    #expect(key.spki == (try PEM(text, label: "PUBLIC KEY").bytes))
  }

  @Test func `leaf and f9 may come in one file, in either order, or f9 beside it, with no name of a format`() throws {
    let leaf = try Vectors.bytes("attestation/\(folder)/sigstore/13078778_key_cert.pem")
    let device = try Vectors.bytes("attestation/\(folder)/sigstore/13078778_device_cert.pem")
    let root = try Vectors.bytes("attestation/yubico-roots/yubico-piv-ca-1.pem")
    for (parts, chain) in [
      (["statement": leaf + device], []), (["statement": device + leaf + root], []), (["statement": leaf], [device]),
      (["leaf": leaf], [root, device]),
    ] as [([String: [UInt8]], [[UInt8]])] {
      let outcome = try AppraisalOutcome(try Statement(parts: parts, chain: chain))
      #expect(outcome.problems == [], "\(outcome)")
      #expect(outcome.key.format == "yubikey-piv")
    }
  }

  @Test func `without f9 nothing is refuted and nothing proven`() throws {
    let outcome = try AppraisalOutcome.vectors(["leaf": "\(folder)/sigstore/13078778_key_cert.pem"])
    #expect(outcome.problems == [.partMissing])
    #expect(outcome.key.isUnverifiable)
    #expect(outcome.key.evidenceClass == .asserted)
  }

  // MARK: - Refused

  @Test func `a leaf of another device is refused`() throws {
    let invalid = try outcome("piv-go/invalidchain.key", "piv-go/invalidchain.device")
    #expect(invalid.problems.contains(.signatureInvalid), "\(invalid)")
    let other = try outcome("roca/1-leaf-9e", "go-ykpiv/signer")
    #expect(other.problems.contains(.signatureInvalid), "\(other)")
    #expect(other.problems.contains(.partsDisagree), "\(other)")
  }

  @Test func `the true f9 in the chain does not mend the wrong one in the statement`() throws {
    let outcome = try AppraisalOutcome.vectors(
      pair("roca/1-leaf-9e", "go-ykpiv/signer"), chain: ["\(folder)/roca/1-device.pem"])
    #expect(!outcome.problems.isEmpty)
  }

  @Test func `leaf and device exchanged prove nothing`() throws {
    let outcome = try outcome("sigstore/13078778_device_cert", "sigstore/13078778_key_cert")
    #expect(outcome.problems.contains(.notAKeyAttestation), "\(outcome)")
    #expect(outcome.claims(.generatedInside) == [.unknown])
  }

  @Test func `a changed byte of the signature is refused`() throws {
    let leaf = try TolerantCertificate.all(
      in: try Vectors.bytes("attestation/\(folder)/sigstore/13078778_key_cert.pem"), path: "leaf")
    var der = try #require(leaf.first).derBytes
    der[der.count - 1] ^= 1
    let device = try Vectors.bytes("attestation/\(folder)/sigstore/13078778_device_cert.pem")
    let outcome = try AppraisalOutcome(try Statement(parts: ["leaf": der, "device": device]))
    #expect(outcome.problems == [.signatureInvalid], "\(outcome)")
  }

  @Test func `a leaf cut anywhere cannot be read`() throws {
    let file = try Vectors.bytes("attestation/\(folder)/sigstore/13078778_key_cert.pem")
    let leaf = try #require(try TolerantCertificate.all(in: file, path: "leaf").first).derBytes
    for count in stride(from: 0, to: leaf.count, by: 7) {
      #expect(throws: AttestationError.self) {
        try AppraisalOutcome(try Statement(format: "yubikey-piv", parts: ["leaf": Array(leaf.prefix(count))]))
      }
    }
  }

  @Test func `an f9 that the owner replaced counts under the owner's anchor alone, while it is valid`() throws {
    let parts = pair("go-ykpiv/custom_attested", "go-ykpiv/custom_signer")
    let chain = ["\(folder)/go-ykpiv/custom_ca0.pem", "\(folder)/go-ykpiv/custom_ca1.pem"]
    let then = try #require(Instant("2022-01-01"))
    let owner = try AppraisalOutcome.operatorAnchors("\(folder)/go-ykpiv/custom_ca1.pem")
    #expect(try AppraisalOutcome.vectors(parts, chain: chain, now: then).problems == [.anchorUnknown])
    #expect(
      try AppraisalOutcome.vectors(parts, chain: chain, anchors: owner).problems
        == [.certificateExpired, .certificateExpired])
    let good = try AppraisalOutcome.vectors(parts, chain: chain, anchors: owner, now: then)
    #expect(good.problems == [], "\(good)")
    #expect(good.key.signer?.anchor == "operator:\(folder)/go-ykpiv/custom_ca1.pem")
  }

  @Test func `before and after its time an attestation proves nothing`() throws {
    let parts = pair("sigstore/13078778_key_cert", "sigstore/13078778_device_cert")
    for day in ["2016-03-13", "2052-04-18"] {
      let now = try #require(Instant(day))
      #expect(Set(try AppraisalOutcome.vectors(parts, now: now).problems) == [.certificateExpired])
    }
  }
}

@Suite(.needsVectors) struct SyntheticYubiKeyTests {
  private func outcome(_ leaf: String) throws -> AppraisalOutcome {
    try .vectors(
      ["leaf": "synthetic/\(leaf).pem", "device": "synthetic/piv-device.pem"],
      anchors: try AppraisalOutcome.operatorAnchors("synthetic/piv-root.pem"))
  }

  @Test func `a good one has no problem, and none but the format's own weaknesses`() throws {
    let outcome = try outcome("piv-9c-ok")
    #expect(outcome.problems == [], "\(outcome)")
    #expect(outcome.weaknesses == [.batchSharedKey, .noNonce])
    #expect(outcome.key.control.userAuthentication == Stated(.always, "41482.3.8, PIN"))
  }

  @Test func `what a policy refuses is in the claims`() throws {
    #expect(try outcome("piv-9a-pin-once").key.control.userAuthentication?.value == .once)
    #expect(try outcome("piv-9c-pin-never").key.control.userAuthentication?.value == UserAuthentication.none)
  }

  @Test func `missing policies are a problem`() throws {
    let outcome = try outcome("piv-9c-no-policy-ext")
    #expect(outcome.problems == [.claimMissing])
    #expect(outcome.key.control == KeyControl())
  }

  @Test func `EUCLEAK is a weakness, and another firmware than that of f9 a problem`() throws {
    let outcome = try outcome("piv-9c-eucleak-fw5.4.3")
    #expect(outcome.weaknesses.contains(.eucleak))
    #expect(outcome.problems == [.partsDisagree])
  }

  @Test func `under Yubico's own anchors nothing of it counts`() throws {
    let outcome = try AppraisalOutcome.vectors([
      "leaf": "synthetic/piv-9c-ok.pem", "device": "synthetic/piv-device.pem",
    ])
    #expect(outcome.problems == [.anchorUnknown])
  }
}
