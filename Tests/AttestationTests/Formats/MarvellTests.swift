import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private func kinds(_ key: AttestedKey) -> [AppraisalProblem.Kind] { key.problems.map(\.kind) }

private let now = AppraisalTerms(now: Instant(seconds: 1_795_176_000))

@Suite struct MarvellVectorTests {
  private func appraise(_ terms: AppraisalTerms = now, certificates: [UInt8]? = nil) throws -> AttestedKey {
    let statement = try Statement(
      parts: [
        "statement": try Vectors.bytes("attestation/marvell/ec.dat"),
        "certificates": try certificates ?? Vectors.bytes("attestation/marvell/ec.certs"),
      ])
    return try #require(try Formats.appraise(statement, under: terms).first)
  }

  @Test(.needsVectors) func `Google's statement is signed under both chains, and the private half was born inside`()
    throws
  {
    let key = try appraise()
    #expect(key.problems == [])
    #expect(key.evidenceClass == .signed)
    #expect(key.format == "marvell")
    #expect(key[.generatedInside].value == .yes)
    #expect(key[.imported].value == .no)
    #expect(key[.extractableClear].value == .no)
    #expect(key[.extractableWrapped].value == .no)
    #expect(key[.everExtractable].value == .no)
    #expect(key[.everNonSensitive].value == .no)
    #expect(key[.signs].value == .yes)
    #expect(key[.wraps].value == .no)
    #expect(key[.decrypts].value == .unknown)
    #expect(key[.fipsMode].value == .yes)
    #expect(key[.cloneable].value == .unknown)
    #expect(key.weaknesses.map(\.kind) == [.noNonce])
  }

  @Test(.needsVectors) func `the key is the point of the attributes, the card the one of the subjects`() throws {
    let key = try appraise()
    #expect(key.spkiSHA256.hex == "6fe6949ee1fb9e9d50d0fd5795ccbca13de9fb26020414012afa83ef8eff8668")
    #expect(try KeyFacts(spki: key.spki).kind == .ec(.p256))
    #expect(key.device?.serial == "5.2G1804-ICM000678")
    #expect(key.signer?.anchor == "marvell-liquidsecurity-root")
    #expect(key.localName?.hasPrefix("app_key 138307") == true)
  }

  @Test(.needsVectors) func `a key that came beside the statement is not the attested one`() throws {
    let text = String(decoding: try Vectors.bytes("attestation/marvell/pub.pem"), as: UTF8.self)
    #expect(try appraise().spki != PEM(text, label: "PUBLIC KEY").bytes)
  }

  @Test(.needsVectors) func `without the owner's anchor the owner's chain leads nowhere`() throws {
    var terms = now
    terms.anchors = AnchorStore(terms.anchors.anchors.filter { $0.role == .manufacturer })
    let key = try appraise(terms)
    #expect(kinds(key) == [.anchorUnknown])
    #expect(key.evidenceClass == .asserted)
  }

  @Test(.needsVectors) func `an anchor of one role does not stand for the other`() throws {
    var terms = now
    terms.anchors = AnchorStore(
      terms.anchors.anchors.map { anchor in
        Anchor(
          id: anchor.id, formats: anchor.formats, role: .manufacturer, name: anchor.name, spki: anchor.spki,
          lastCertificateEnds: nil, origin: anchor.origin, certificateSHA256: nil)
      })
    #expect(try !appraise(terms).problems.isEmpty)
  }

  @Test(.needsVectors) func `with the manufacturer's certificates alone the owner's part is missing`() throws {
    let all = try TolerantCertificate.all(in: try Vectors.bytes("attestation/marvell/ec.certs"), path: "x")
    let some = all.prefix(3).map { PEM(label: "CERTIFICATE", bytes: $0.derBytes).text }.joined()
    let key = try appraise(certificates: Array(some.utf8))
    #expect(kinds(key) == [.partMissing])
    #expect(key.isUnverifiable)
  }

  @Test(.needsVectors) func `a signature after the certificates ran out is refused`() throws {
    let key = try appraise(AppraisalTerms(now: try #require(Instant("2031-01-01"))))
    #expect(Set(kinds(key)) == [.certificateExpired])
  }

  @Test(.needsVectors) func `every flipped bit of the unpacked statement is seen`() throws {
    let blob = try #require(Gzip.inflate(try Vectors.bytes("attestation/marvell/ec.dat"), limit: 1 << 16))
    let certificates = try Vectors.bytes("attestation/marvell/ec.certs")
    for index in stride(from: 0, to: blob.count, by: 13) {
      var altered = blob
      altered[index] ^= 0x10
      let statement = try Statement(
        format: "marvell", parts: ["statement": altered, "certificates": certificates])
      // Headers that no longer fit are refused outright.
      guard let key = try? Formats.appraise(statement, under: now).first else { continue }
      #expect(kinds(key).contains(.signatureInvalid), "byte \(index)")
    }
  }
}

@Suite struct MarvellStatementTests {
  @Test func `a pair under both chains is signed, for EC and RSA alike`() throws {
    for subject in [try TestKeys.p256.get(), try TestKeys.rsa3072.get()] {
      let sample = try MarvellSample(subject: subject)
      let key = try sample.appraise(try sample.pair())
      #expect(key.problems == [])
      #expect(key.spki == (try subject.spki))
      #expect(key[.generatedInside] == Claim(.yes, source: "marvell private 0x163", evidenceClass: .signed))
    }
  }

  @Test func `the older layout and Azure's older one read the same`() throws {
    let sample = try MarvellSample()
    let pair = try sample.olderBlob([try sample.publicObject(), try sample.privateObject()], at: 984)
    let single = try sample.olderBlob([try sample.privateObject()], at: 20)
    for blob in [pair, single] {
      let key = try sample.appraise(blob)
      #expect(key.problems == [])
      #expect(key[.generatedInside].value == .yes)
    }
  }

  @Test func `a blob that reads in two layouts is refused: a label may hold what looks like an object`() throws {
    let sample = try MarvellSample()
    let inner = try sample.publicObject() + sample.privateObject()
    let carrier = try sample.privateObject([0x163: [0], 0x0: nil], more: [])
    let padding = [UInt8](repeating: 0, count: 984 - 24 - carrier.count - 9 - 8)
    // One object at 24 whose last attribute reaches over 984 and holds a pair there.
    let outer = try sample.privateObject([0x163: [0], 0x0: nil], more: [(0x0, [3]), (0x8000_0001, padding + inner)])
    let blob = try sample.olderBlob([outer], at: 24)
    #expect(Array(blob[984..<(984 + inner.count)]) == inner)
    #expect(throws: AttestationError.self) { try sample.appraise(blob) }
  }

  @Test func `a secret key is no key attestation, in either layout`() throws {
    let sample = try MarvellSample()
    let secret = try sample.secretObject()
    for blob in [try sample.blob([secret]), try sample.olderBlob([secret], at: 24)] {
      let key = try sample.appraise(blob)
      #expect(kinds(key) == [.notAKeyAttestation])
      #expect(key.spki == [])
    }
  }

  @Test func `the public object's word is not taken for the private key's`() throws {
    let sample = try MarvellSample()
    let flattering = try sample.publicObject([0x162: [0], 0x164: [1], 0x165: [1], 0x103: [1]])
    let key = try sample.appraise(try sample.blob([flattering]))
    #expect(kinds(key) == [.claimMissing])
    #expect(key[.generatedInside].value == .unknown)
    #expect(key[.everExtractable].value == .unknown)
  }

  @Test func `an imported key says so, whatever else it says`() throws {
    let sample = try MarvellSample()
    let key = try sample.appraise(try sample.blob([try sample.publicObject(), try sample.privateObject([0x163: [0]])]))
    #expect(key.problems == [])
    #expect(key[.generatedInside].value == .no)
    #expect(key[.everExtractable].value == .no)
  }

  @Test func `what is not said is not known, and what means nothing is a problem`() throws {
    let sample = try MarvellSample()
    let silent = try sample.appraise(
      try sample.blob([try sample.publicObject(), try sample.privateObject([0x163: nil])]))
    #expect(silent[.generatedInside].value == .unknown)
    let odd = try sample.appraise(try sample.blob([try sample.publicObject(), try sample.privateObject([0x163: [2]])]))
    #expect(kinds(odd) == [.claimUnknownValue])
    let twice = try sample.appraise(
      try sample.blob([try sample.publicObject(), try sample.privateObject(more: [(0x163, [0])])]))
    #expect(kinds(twice) == [.claimRepeated])
  }

  @Test func `the digest in the private object binds: another one, or none, is a problem`() throws {
    let sample = try MarvellSample()
    let other = [UInt8](repeating: 7, count: 32)
    let foreign = try sample.appraise(
      try sample.blob([try sample.publicObject([0x1003: other]), try sample.privateObject([0x1003: other])]))
    #expect(kinds(foreign) == [.partsDisagree])
    let halves = try sample.appraise(
      try sample.blob([try sample.publicObject([0x1003: other]), try sample.privateObject()]))
    #expect(kinds(halves) == [.partsDisagree])
    let none = try sample.appraise(
      try sample.blob([try sample.publicObject(), try sample.privateObject([0x1003: nil])]))
    #expect(kinds(none) == [.claimMissing])
  }

  @Test func `a public object of another key does not pass beside the private one`() throws {
    let sample = try MarvellSample()
    let stranger = try MarvellSample(subject: try TestKey(curve: .p256))
    let key = try sample.appraise(try sample.blob([try stranger.publicObject(), try sample.privateObject()]))
    #expect(kinds(key) == [.partsDisagree])
  }

  @Test func `an RSA key that may decrypt does, and one on a curve cannot`() throws {
    for (subject, expected) in [(try TestKeys.p256.get(), Truth.unknown), (try TestKeys.rsa3072.get(), .yes)] {
      let sample = try MarvellSample(subject: subject)
      let key = try sample.appraise(
        try sample.blob([try sample.publicObject(), try sample.privateObject([0x105: [1]])]))
      #expect(key[.decrypts].value == expected)
    }
  }

  @Test func `a curve that has no number here gives no key`() throws {
    let sample = try MarvellSample()
    let key = try sample.appraise(
      try sample.blob([
        try sample.publicObject([0x121: [0, 0, 0, 1]]), try sample.privateObject([0x121: [0, 0, 0, 1]]),
      ]))
    #expect(kinds(key) == [.claimMissing])
    #expect(key.spki == [])
  }
}
