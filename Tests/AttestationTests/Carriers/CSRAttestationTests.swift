import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private let arc = ObjectIdentifier(1, 3, 6, 1, 5, 5, 999)
private let tpmType = ObjectIdentifier(2, 23, 133, 20, 1)

private func attribute(
  _ attestations: [(type: ObjectIdentifier, statement: [UInt8])], certificates: [[UInt8]] = [], hint: String? = nil
) -> Attribute {
  var writer = DERWriter()
  writer.sequence { writer in
    writer.sequence(of: attestations) { attestation, writer in
      writer.sequence { writer in
        writer.objectIdentifier(attestation.type)
        writer.raw(attestation.statement)
        if let hint { writer.primitive(CharacterString.Kind.ia5.tag, Array(hint.utf8)) }
      }
    }
    if !certificates.isEmpty { writer.sequence(of: certificates) { $1.raw($0) } }
  }
  return Attribute(type: .attestation, values: [writer.bytes])
}

private func request(_ attributes: Attribute...) throws -> CertificationRequest {
  try TestKeys.p256.get().certificationRequest(commonName: "subject", attributes: attributes)
}

private func refusal(_ attributes: Attribute...) throws -> String {
  let request = try TestKeys.p256.get().certificationRequest(commonName: "subject", attributes: attributes)
  do { return "\(try CSRAttestation.statements(in: request).count) statements" } catch { return error.description }
}

@Suite struct CSRAttestationTests {
  @Test func `a request without the attribute carries nothing`() throws {
    #expect(try CSRAttestation.statements(in: request()).isEmpty)
    let other = Attribute(type: ObjectIdentifier(1, 2, 3), values: [[0x05, 0x00]])
    #expect(try CSRAttestation.statements(in: request(other)).isEmpty)
  }

  @Test func `each type of statement goes to its format, with the certificates of the bundle`() throws {
    let certificate: [UInt8] = [0x30, 0x03, 0x02, 0x01, 0x01]
    let found = try CSRAttestation.statements(
      in: request(
        attribute([(tpmType, [0x30, 0x00]), (arc, [0x30, 0x01, 0x00])], certificates: [certificate])))
    #expect(found.map(\.format) == ["tpm", "pkix-evidence"])
    #expect(found.map(\.parts) == [["statement": [0x30, 0x00]], ["statement": [0x30, 0x01, 0x00]]])
    #expect(found.allSatisfy { $0.chain == [certificate] })
  }

  @Test func `PKIX Evidence has the configured type`() throws {
    let other = ObjectIdentifier(1, 3, 6, 1, 5, 5, 40)
    let request = try request(attribute([(other, [0x30, 0x00])]))
    #expect(try CSRAttestation.statements(in: request, evidenceArc: other).map(\.format) == ["pkix-evidence"])
    #expect(throws: AttestationError.self) { try CSRAttestation.statements(in: request) }
  }

  @Test func `a statement of any format comes as a document of ours`() throws {
    let statement = try Statement(
      format: "yubihsm", parts: ["leaf": [1, 2], "device": [3]], chain: [[4]])
    let sent = CSRAttestation.attribute([statement], certificates: [[0x30, 0x00]])
    let found = try CSRAttestation.statements(in: request(sent))
    #expect(found.map(\.format) == ["yubihsm"])
    #expect(found.map(\.parts) == [statement.parts])
    #expect(found.map(\.chain) == [[[4], [0x30, 0x00]]])
  }

  @Test func `evidence that came in a request is appraised as what it is`() throws {
    let attester = try SampleAttester()
    let spki = try TestKeys.p256.get().spki
    let statement = try attester.good(spki)
    let request = try request(attribute([(arc, statement.derEncoded)]))
    let found = try #require(try CSRAttestation.statements(in: request).first)
    let keys = try Formats.appraise(found, under: attester.terms)
    #expect(keys.map(\.spki) == [request.subjectPublicKeyInfo.derBytes])
    #expect(keys.map(\.evidenceClass) == [.signed])
    #expect(try request.provesPossession())
  }

  @Test func `unknown types are passed over beside known ones, and named where they are all`() throws {
    let unknown = ObjectIdentifier(1, 2, 3, 4)
    let beside = try CSRAttestation.statements(
      in: request(attribute([(unknown, [0x05, 0x00]), (arc, [0x30, 0x00])])))
    #expect(beside.map(\.format) == ["pkix-evidence"])
    #expect(
      try refusal(attribute([(unknown, [0x05, 0x00]), (ObjectIdentifier(1, 2, 5), [0x05, 0x00])]))
        .hasPrefix("attestation is of the statement types 1.2.3.4, 1.2.5, must be"))
  }

  @Test func `one attribute, one value`() throws {
    let one = attribute([(arc, [0x30, 0x00])])
    let two = Attribute(type: .attestation, values: one.values + [[0x30, 0x00]])
    #expect(
      try refusal(two)
        == "attestation attribute 1.2.840.113549.1.9.16.2.59 is 1 attributes with 2 values, must be one attribute with one value"
    )
    #expect(
      try refusal(one, attribute([(arc, [0x30, 0x03, 0x02, 0x01, 0x05])])).contains("2 attributes with 2 values"))
    let bag = Attribute(type: .certificateBagAttestation, values: [[0x30, 0x00], [0x30, 0x02, 0x05, 0x00]])
    #expect(try refusal(bag).contains("1 attributes with 2 values"))
  }

  @Test func `the layout of earlier drafts is refused by name`() throws {
    #expect(
      try refusal(attribute([(tpmType, [0x30, 0x00])], hint: "tpmverifier.example.com"))
        .contains("more after the statement, as drafts before the 28th had a hint"))
  }

  @Test func `empty lists are none`() throws {
    #expect(try refusal(attribute([])).contains("0 elements"))
    var writer = DERWriter()
    writer.sequence { writer in
      writer.sequence(of: [0]) { _, writer in
        writer.sequence { writer in
          writer.objectIdentifier(arc)
          writer.null()
        }
      }
      writer.sequence { _ in }
    }
    #expect(try refusal(Attribute(type: .attestation, values: [writer.bytes])).contains("0 elements"))
  }

  @Test func `certificates are X.509 or of a format that helps nobody, and no others`() throws {
    let other: [UInt8] = [0xA3, 0x02, 0x05, 0x00]
    let found = try CSRAttestation.statements(in: request(attribute([(arc, [0x30, 0x00])], certificates: [other])))
    #expect(found.map(\.chain) == [[]])
    for obsolete: UInt8 in [0xA0, 0xA1, 0xA2] {
      #expect(
        try refusal(attribute([(arc, [0x30, 0x00])], certificates: [[obsolete, 0x00]])).contains(
          "a certificate, or [3]"))
    }
  }

  @Test func `statements are bounded`() throws {
    let many = Array(repeating: (type: arc, statement: [UInt8]([0x30, 0x00])), count: 9)
    #expect(try refusal(attribute(many)).contains("9 statements"))
  }

  @Test func `a document of ours is canonical, and nothing but a document`() throws {
    func sent(_ text: String) -> Attribute {
      var writer = DERWriter()
      writer.octetString(Array(text.utf8))
      return attribute([(SealgateArc.statement, writer.bytes)])
    }
    #expect(try refusal(sent(#"{"format":"tpm","parts":{"attest":"AA=="}}"#)) == "1 statements")
    #expect(try refusal(sent(#"{ "format":"tpm","parts":{"attest":"AA=="}}"#)).contains("no canonical JSON"))
    #expect(try refusal(sent(#"{"format":"tpm"}"#)).contains("parts"))
    #expect(try refusal(attribute([(SealgateArc.statement, [0x05, 0x00])])).contains("must be OCTET STRING"))
  }

  @Test func `no truncation of a bundle is read`() throws {
    let whole = attribute([(arc, [0x30, 0x00])], certificates: [[0x30, 0x00]])
    let bytes = try #require(whole.values.first)
    for count in 2..<bytes.count {
      var cut = Array(bytes.prefix(count))
      // The outer length is made to fit, or the request itself could not be read.
      cut[1] = UInt8(count - 2)
      let found = try? CSRAttestation.statements(in: request(Attribute(type: .attestation, values: [cut])))
      // Whole without its optional certificates.
      #expect(found == nil || count == bytes.count - 4)
    }
  }

  @Test func `certificates that are no DER inside do not make the request unreadable`() throws {
    // A name with a set out of order, as some TPM vendor's certificates have it.
    let unordered: [UInt8] = [0x30, 0x08, 0x31, 0x06, 0x02, 0x01, 0x02, 0x02, 0x01, 0x01]
    let found = try CSRAttestation.statements(in: request(attribute([(arc, [0x30, 0x00])], certificates: [unordered])))
    #expect(found.map(\.chain) == [[unordered]])
    #expect(throws: X509Error.self) {
      try request(Attribute(type: ObjectIdentifier(1, 2, 3), values: [unordered]))
    }
  }

  @Test func `a PKCS#7 of certificates is a YubiKey's`() throws {
    let bag = Attribute(type: .certificateBagAttestation, values: [[0x30, 0x00]])
    let found = try CSRAttestation.statements(in: request(bag))
    #expect(found.map(\.format) == ["yubikey-piv"])
    #expect(found.map(\.parts) == [["statement": [0x30, 0x00]]])
  }

  @Test(.needsVectors) func `the working group's sample has the old layout, and its own signature is wrong`() throws {
    let text = String(
      decoding: try Vectors.bytes("attestation/csr-attestation/lamps-tcgAttestTpmCertify.pem"), as: UTF8.self)
    let sample = try CertificationRequest(pem: text)
    #expect((try? sample.provesPossession()) != true)
    #expect(throws: AttestationError.self) { try CSRAttestation.statements(in: sample) }
    do { _ = try CSRAttestation.statements(in: sample) } catch { #expect("\(error)".contains("had a hint")) }
  }
}
