import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private typealias Item = HandMadeCertificate.Item

private func purpose(_ number: UInt64, critical: Bool = true) -> Item {
  Item(ExtendedKeyUsage([ObjectIdentifier(1, 3, 6, 1, 4, 1, 12383, 1, number)]), critical: critical)
}

private let serialOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 12383, 2, 1)
private let firmwareOID = ObjectIdentifier(1, 3, 6, 1, 4, 1, 12383, 2, 3)

/// A chain of keys, from the user's up to the root; each certificate may be changed before it is signed by the next.
private struct MadeLuna {
  let keys: [TestKey]
  var certificates: [HandMadeCertificate]

  /// `purposes` from the user's key on, the root not among them.
  init(_ purposes: [UInt64] = [13, 12, 8, 7]) throws {
    let keys = try (0...purposes.count).map { _ in try TestKey(curve: .p384) }
    self.keys = keys
    certificates = purposes.indices.map { index in
      HandMadeCertificate(
        index == 1 ? "Luna K7-521174" : "C\(index)", issuer: index == 0 ? "Luna K7-521174" : "C\(index + 1)",
        key: keys[index], extensions: [purpose(purposes[index])])
    }
    for index in [0, 1] {
      certificates[index].extensions += [
        Item(serialOID, critical: false, [0xD6, 0xF3, 0x07, 0x00]),
        Item(firmwareOID, critical: false, [0x54, 0x00, 0x07, 0x00]),
      ]
    }
  }

  func signed() throws -> [[UInt8]] {
    try certificates.indices.map { try certificates[$0].signed(by: keys[$0 + 1]) }
  }

  func outcome(_ order: ([[UInt8]]) -> [[UInt8]] = { $0 }) throws -> AppraisalOutcome {
    let anchor = try HandMade.anchor(try #require(keys.last), formats: ["luna"])
    let file = HandMade.pem(order(try signed()))
    return try AppraisalOutcome(try Statement(format: "luna", parts: ["statement": file]), anchors: [anchor])
  }
}

private func outcome(
  _ purposes: [UInt64] = [13, 12, 8, 7], _ change: (inout MadeLuna) throws -> Void = { _ in }
) throws -> AppraisalOutcome {
  var made = try MadeLuna(purposes)
  try change(&made)
  return try made.outcome()
}

@Suite(.needsVectors) struct LunaPKCTests {
  private func check(_ outcome: AppraisalOutcome) {
    #expect(outcome.problems == [], "\(outcome)")
    #expect(outcome.key.format == "luna")
    #expect(outcome.key.signer?.anchor == "thales-luna-rsa-root")
    #expect(outcome.key.signer?.chain.count == 3)
    #expect(
      outcome.key.device == StatedDevice(vendor: "Thales", model: "Luna K7", firmware: "7.84", serial: "521174"))
    #expect(outcome.key.localName == "41000000ae000002d6f30700")
    #expect(
      outcome.claims(
        .generatedInside, .imported, .extractableClear, .extractableWrapped, .everExtractable, .everNonSensitive)
        == [.yes, .no, .no, .no, .no, .no])
    #expect(outcome.claims(.cloneable, .restored, .adminRecoverable) == [.unknown, .unknown, .unknown])
    #expect(outcome.weaknesses == [.derTolerance, .noNonce])
  }

  @Test func `a genuine confirmation leads to the key of Thales' root`() throws {
    check(try .vectors(["statement": "luna-pkc/rsa-pkc.p7b"]))
  }

  @Test func `the order of the certificates does not matter, nor whether the root is one of them`() throws {
    let all = try TolerantCertificate.all(
      in: try Vectors.bytes("attestation/luna-pkc/rsa-pkc.p7b"), path: "statement"
    ).map(\.derBytes)
    for order in [Array(all.reversed()), Array(all.dropLast()), [all[2], all[0], all[4], all[1], all[3]]] {
      check(try AppraisalOutcome(try Statement(parts: ["statement": HandMade.pem(order)])))
    }
  }

  @Test func `the confirmed key is the one of the request beside it`() throws {
    let key = try AppraisalOutcome.vectors(["statement": "luna-pkc/rsa-pkc.p7b"]).key
    let text = String(decoding: try Vectors.bytes("attestation/luna-pkc/rsa-test.csr"), as: UTF8.self)
    let block = try #require(try PEM.blocks(text).first)
    #expect(try CertificationRequest(der: block.bytes).subjectPublicKeyInfo.derBytes == key.spki)
  }

  @Test func `a link that is missing, or a leaf alone, proves nothing`() throws {
    let all = try TolerantCertificate.all(
      in: try Vectors.bytes("attestation/luna-pkc/rsa-pkc.p7b"), path: "statement"
    ).map(\.derBytes)
    for order in [[all[0]], [all[0], all[2], all[3], all[4]], [all[0], all[1], all[2], all[4]]] {
      let outcome = try AppraisalOutcome(try Statement(parts: ["statement": HandMade.pem(order)]))
      #expect(outcome.problems == [.anchorUnknown])
    }
  }

  @Test func `other certificates are no confirmation`() throws {
    for file in ["luna-pkc/pkic-chrysalis-root.pem", "yubikey-piv/go-ykpiv/signer.pem"] {
      #expect(throws: AttestationError.self) { try AppraisalOutcome.vectors(format: "luna", ["statement": file]) }
    }
  }
}

@Suite struct LunaForgeryTests {
  @Test(arguments: [[13, 12, 8, 7], [13, 15]] as [[UInt64]])
  func `both chains are taken, in any order`(purposes: [UInt64]) throws {
    let made = try MadeLuna(purposes)
    #expect(try made.outcome().problems == [])
    #expect(try made.outcome { $0.reversed() }.problems == [])
  }

  @Test func `the chain of curves is read past its genuine defects, each of which is named`() throws {
    var made = try MadeLuna([13, 15])
    let algorithm = AlgorithmIdentifier(.ecdsaWithSHA256, parameters: AlgorithmIdentifier.null)
    for index in made.certificates.indices { made.certificates[index].algorithm = algorithm }
    // A coin decides each number's first bit: within 64 signatures one of them is set.
    var leaf: [UInt8]?
    for _ in 0..<64 where leaf == nil {
      var isNegative = false
      let der = try made.certificates[0].signed(by: made.keys[1]) { signature in
        guard let negative = try HandMade.negative(signature) else { return signature }
        isNegative = true
        return negative
      }
      if isNegative { leaf = der }
    }
    let file = HandMade.pem([try #require(leaf), try made.certificates[1].signed(by: made.keys[2])])
    let anchor = try HandMade.anchor(made.keys[2], formats: ["luna"])
    let outcome = try AppraisalOutcome(try Statement(parts: ["statement": file]), anchors: [anchor])
    #expect(outcome.problems == [])
    let said = outcome.key.weaknesses.filter { $0.kind == .derTolerance }.map(\.detail).joined(separator: "; ")
    for defect in ["an explicit default", "NULL parameters of ECDSA", "a negative integer"] {
      #expect(said.contains(defect), "\(said)")
    }
  }

  @Test(
    arguments: [
      [13, 13, 8, 7], [13, 8, 12, 7], [13, 12, 7, 8], [13, 15, 8, 7], [13, 12, 14], [13, 14], [13, 7], [13, 12, 8, 1],
      [13, 15, 14, 14], [13, 1],
    ] as [[UInt64]])
  func `a purpose at another place than its own breaks the chain`(purposes: [UInt64]) throws {
    let made = try MadeLuna(purposes)
    guard purposes.filter({ $0 == 13 }).count == 1 else {
      #expect(throws: AttestationError.self) { try made.outcome() }
      return
    }
    #expect(try made.outcome().problems == [.certificateUnfit])
  }

  @Test func `a key signed by an anchor, with no device between, is not confirmed`() throws {
    let made = try MadeLuna([13, 12])
    let anchor = try HandMade.anchor(made.keys[1], formats: ["luna"])
    let file = try made.certificates[0].signed(by: made.keys[1])
    let outcome = try AppraisalOutcome(
      try Statement(format: "luna", parts: ["statement": file]), anchors: [anchor])
    #expect(outcome.problems == [.certificateUnfit])
  }

  @Test func `a purpose that is not critical, not alone or not there is none`() throws {
    let any = Item(
      ExtendedKeyUsage([ObjectIdentifier(1, 3, 6, 1, 4, 1, 12383, 1, 12), .anyExtendedKeyUsage]), critical: true)
    for change in [purpose(12, critical: false), any] {
      let outcome = try outcome { $0.certificates[1].extensions[0] = change }
      #expect(outcome.problems == [.certificateUnfit])
    }
    #expect(try outcome { $0.certificates[2].extensions = [] }.problems == [.certificateUnfit])
    let twice = try outcome { $0.certificates[1].extensions.append(purpose(12)) }
    #expect(twice.problems == [.certificateUnfit])
    #expect(throws: AttestationError.self) {
      try outcome { $0.certificates[0].extensions[0] = purpose(13, critical: false) }
    }
  }

  @Test func `a confirmed key confirms no other`() throws {
    let made = try MadeLuna()
    var forged = made.certificates[0]
    forged.key = try TestKey(curve: .p384)
    forged.issuer = made.certificates[0].subject
    let forgery = try forged.signed(by: made.keys[0])
    let anchor = try HandMade.anchor(made.keys[4], formats: ["luna"])
    let chain = try made.signed()
    let outcome = try AppraisalOutcome(
      try Statement(format: "luna", parts: ["statement": forgery], chain: chain), anchors: [anchor])
    #expect(outcome.problems == [.certificateUnfit])
    #expect(throws: AttestationError.self) {
      try AppraisalOutcome(
        try Statement(format: "luna", parts: ["statement": HandMade.pem([forgery] + chain)]), anchors: [anchor])
    }
  }

  @Test func `what the leaf and the device's certificate name must agree`() throws {
    let serial = try outcome { $0.certificates[1].extensions[1].value = [0, 0, 0, 1] }
    #expect(serial.problems == [.partsDisagree])
    let firmware = try outcome { $0.certificates[0].extensions[2].value = [0x55, 0, 7, 0] }
    #expect(firmware.problems == [.partsDisagree])
  }

  @Test func `what is not of its form is a problem, and what is not stated is not known`() throws {
    for value in [[], [1, 2, 3], [1, 2, 3, 4, 5]] as [[UInt8]] {
      #expect(try outcome { $0.certificates[0].extensions[1].value = value }.problems == [.claimUnknownValue])
    }
    let twice = try outcome { made in made.certificates[0].extensions.append(made.certificates[0].extensions[1]) }
    #expect(twice.problems == [.claimRepeated])
    let silent = try outcome { $0.certificates[0].extensions.removeLast(2) }
    #expect(silent.problems == [])
    #expect(silent.key.device == StatedDevice(vendor: "Thales", model: "Luna K7"))
  }

  @Test func `a changed signature, and a link out of date, are refused`() throws {
    #expect(try outcome { $0.certificates[2].notAfter = "2026-11-19" }.problems == [.certificateExpired])
    let made = try MadeLuna()
    var all = try made.signed()
    all[1][all[1].count - 1] ^= 1
    let outcome = try AppraisalOutcome(
      try Statement(format: "luna", parts: ["statement": HandMade.pem(all)]),
      anchors: [try HandMade.anchor(made.keys[4], formats: ["luna"])])
    #expect(outcome.problems == [.signatureInvalid])
  }
}
