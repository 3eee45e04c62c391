import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

private let subject = Result { try TestKey(curve: .p256).spki }

private func kinds(_ keys: [AttestedKey]) -> [[AppraisalProblem.Kind]] { keys.map { $0.problems.map(\.kind) } }

@Suite struct PKIXEvidenceTests {
  let attester: SampleAttester
  let spki: [UInt8]

  init() throws {
    attester = try SampleAttester()
    spki = try subject.get()
  }

  @Test func `a good statement proves each claim that it makes, and no other`() throws {
    let key = try #require(try attester.appraise(attester.good(spki)).first)
    #expect(key.problems.isEmpty)
    #expect(key.evidenceClass == .signed)
    #expect(key.spki == spki)
    #expect(key[.generatedInside].value == .yes)
    #expect(key[.extractableClear].value == .no)
    #expect(key[.extractableWrapped].value == .no)
    #expect(key[.everExtractable].value == .no)
    #expect(key[.signs].value == .yes)
    #expect(key[.decrypts].value == .no)
    #expect(key[.fipsMode].value == .yes)
    #expect(key[.nonceBound].value == .yes)
    for silent in [ClaimName.everNonSensitive, .generationMechanism, .imported, .cloneable, .productionGrade] {
      #expect(key[silent].value == .unknown)
    }
    #expect(
      key.device
        == StatedDevice(vendor: "Acme", model: "HSM-1", hardwareVersion: "2", firmware: "3.1", serial: "77"))
    #expect(key.localName == "key-1")
    #expect(key.signer?.anchor == "acme")
    #expect(key.weaknesses.map(\.kind) == [.provisionalEncoding])
  }

  @Test func `a claim that is not made is unknown`() throws {
    let element = attester.arc.element(
      .key, [attester.arc.claim(.identifier, .text("k")), attester.arc.claim(.spki, .octets(spki))])
    let key = try #require(try attester.appraise(attester.statement([element])).first)
    #expect(key.problems.isEmpty)
    #expect(ClaimName.allCases.allSatisfy { key[$0].value == .unknown })
    #expect(key.weaknesses.map(\.kind).contains(.noNonce))
  }

  @Test func `each key has its own claims, and secret keys are none of ours`() throws {
    let other = try TestKey(curve: .p256).spki
    let secret = attester.arc.element(.key, [attester.arc.claim(.identifier, .text("aes"))])
    let keys = try attester.appraise(
      attester.statement([
        attester.keyElement(spki, "a"), attester.keyElement(other, "b", extractable: true), secret,
      ]))
    #expect(keys.map(\.spki) == [spki, other])
    #expect(keys.map { $0[.extractableWrapped].value } == [.no, .yes])
    #expect(kinds(keys) == [[], []])
  }

  @Test func `a statement about the device alone is about no key`() throws {
    #expect(try attester.appraise(attester.statement([attester.transaction(), attester.platform()])).isEmpty)
  }

  @Test func `elements and claims that nobody knows are passed over`() throws {
    let unknown = ObjectIdentifier(1, 2, 3, 4)
    let element = PKIXEvidenceElement(unknown, [PKIXEvidenceClaim(unknown, nil)])
    let extra = [PKIXEvidenceClaim(unknown, [0x05, 0x00]), PKIXEvidenceClaim(unknown, [0x05, 0x00])]
    let keys = try attester.appraise(attester.statement([element, element, attester.keyElement(spki, "a", extra)]))
    #expect(kinds(keys) == [[]])
  }

  @Test func `a debugger that is attached makes no production device`() throws {
    let platform = attester.platform([attester.arc.claim(.debugStatus, .integer(0))])
    let key = try #require(try attester.appraise(attester.statement([platform, attester.keyElement(spki)])).first)
    #expect(key[.productionGrade].value == .no)
  }

  @Test func `a certification that the device claims is never taken for one`() throws {
    let platform = attester.platform([
      attester.arc.claim(.fipsLevel, .integer(4)), attester.arc.claim(.fipsVersion, .text("FIPS 140-3")),
    ])
    let plain = try #require(try attester.appraise(attester.good(spki)).first)
    let boasting = try #require(
      try attester.appraise(attester.statement([attester.transaction(), platform, attester.keyElement(spki)])).first)
    #expect(plain.claims == boasting.claims)
  }

  @Test func `PEM and DER are the same statement`() throws {
    let statement = try attester.good(spki)
    let text = PEM(label: "EVIDENCE", bytes: statement.derEncoded).text
    let keys = try Formats.appraise(
      Statement(parts: ["statement": Array(text.utf8)]), under: attester.terms)
    #expect(kinds(keys) == [[]])
    // Lines of 68 characters, as the authors' samples have them.
    let lines = Base64.encode(statement.derEncoded).unicodeScalars.enumerated().map { index, character in
      "\(character)" + (index % 68 == 67 ? "\n" : "")
    }
    let wide = "-----BEGIN EVIDENCE-----\n\(lines.joined())\n-----END EVIDENCE-----\n"
    #expect(
      kinds(try Formats.appraise(Statement(parts: ["statement": Array(wide.utf8)]), under: attester.terms)) == [[]])
    #expect(throws: AttestationError.self) {
      try Formats.appraise(
        Statement(
          format: "pkix-evidence",
          parts: ["statement": Array(PEM(label: "CERTIFICATE", bytes: statement.derEncoded).text.utf8)]),
        under: attester.terms)
    }
  }

  @Test func `what was written reads back`() throws {
    let statement = try attester.good(spki)
    #expect(try PKIXEvidenceStatement(der: statement.derEncoded) == statement)
  }
}

@Suite struct PKIXEvidenceLayoutTests {
  @Test func `the list of certificates is read with either tagging`() throws {
    let attester = try SampleAttester()
    let statement = try attester.good(try subject.get())
    let certificates = [attester.certificate, attester.root.certificate.derBytes]
    for isExplicit in [true, false] {
      var writer = DERWriter()
      writer.sequence { writer in
        writer.raw(statement.tbs.derBytes)
        writer.sequence(of: statement.signatures)
        writer.explicit(0) { writer in
          if isExplicit {
            writer.sequence(of: certificates) { $1.raw($0) }
          } else {
            certificates.forEach { writer.raw($0) }
          }
        }
      }
      #expect(try PKIXEvidenceStatement(der: writer.bytes).certificates == certificates)
    }
  }
}

@Suite struct PKIXEvidenceMalformedTests {
  let attester: SampleAttester
  let spki: [UInt8]

  init() throws {
    attester = try SampleAttester()
    spki = try subject.get()
  }

  private func kinds(_ elements: [PKIXEvidenceElement]) throws -> Set<AppraisalProblem.Kind> {
    let keys = try attester.appraise(attester.statement(elements))
    #expect(!keys.isEmpty)
    #expect(keys.allSatisfy { $0.evidenceClass == .asserted })
    return Set(keys.flatMap { $0.problems.map(\.kind) })
  }

  @Test func `two elements about the device, or about the request, make all of it worthless`() throws {
    #expect(try kinds([attester.platform(), attester.platform(), attester.keyElement(spki)]) == [.claimRepeated])
    #expect(try kinds([attester.transaction(), attester.keyElement(spki), attester.transaction()]) == [.claimRepeated])
  }

  @Test func `a claim that stands once stands once, with any values`() throws {
    let repeated = [attester.arc.claim(.local, .boolean(true))]
    #expect(try kinds([attester.keyElement(spki, "key-1", repeated)]) == [.claimRepeated])
    let nonces = [attester.arc.claim(.nonce, .octets([9]))]
    #expect(try kinds([attester.transaction(nonces), attester.keyElement(spki)]) == [.claimRepeated])
    let key = [attester.arc.claim(.spki, .octets(try TestKey(curve: .p256).spki))]
    #expect(try kinds([attester.keyElement(spki, "key-1", key)]) == [.claimRepeated])
  }

  @Test func `a repeated claim spoils the keys beside it too`() throws {
    let good = attester.keyElement(try TestKey(curve: .p256).spki, "other")
    let bad = attester.keyElement(spki, "bad", [attester.arc.claim(.local, .boolean(false))])
    #expect(try kinds([good, bad]) == [.claimRepeated])
  }

  @Test func `two keys share no identifier, be it one of several`() throws {
    let other = try TestKey(curve: .p256).spki
    #expect(try kinds([attester.keyElement(spki, "a"), attester.keyElement(other, "a")]) == [.claimRepeated])
    let more = [attester.arc.claim(.identifier, .text("a"))]
    #expect(try kinds([attester.keyElement(spki, "a"), attester.keyElement(other, "b", more)]) == [.claimRepeated])
    let several = try attester.appraise(
      attester.statement([attester.keyElement(spki, "b", more), attester.keyElement(other, "c")]))
    #expect(several.allSatisfy { $0.problems.isEmpty })
  }

  @Test func `one public key with two stories has none`() throws {
    #expect(
      try kinds([attester.keyElement(spki, "a"), attester.keyElement(spki, "b", extractable: true)]) == [.partsDisagree]
    )
  }

  @Test func `a key must have an identifier`() throws {
    let element = attester.arc.element(.key, [attester.arc.claim(.spki, .octets(spki))])
    #expect(try kinds([element]) == [.claimMissing])
  }

  @Test func `a claim of the draft has a value, of its type`() throws {
    let silent = PKIXEvidenceClaim(attester.arc.identifier(of: .expiry), nil)
    #expect(try kinds([attester.keyElement(spki, "key-1", [silent])]) == [.claimMissing])
    for value in [PKIXEvidenceValue.integer(1), .text("yes"), .octets([0xFF])] {
      let element = attester.arc.element(
        .key,
        [
          attester.arc.claim(.identifier, .text("k")), attester.arc.claim(.spki, .octets(spki)),
          PKIXEvidenceClaim(attester.arc.identifier(of: .local), value.derEncoded),
        ])
      #expect(try kinds([element]) == [.claimUnknownValue])
    }
  }

  @Test func `numbers outside their range mean nothing`() throws {
    for claim in [
      attester.arc.claim(.fipsLevel, .integer(5)), attester.arc.claim(.fipsLevel, .integer(0)),
      attester.arc.claim(.debugStatus, .integer(5)), attester.arc.claim(.debugStatus, .integer(-1)),
    ] { #expect(try kinds([attester.platform([claim]), attester.keyElement(spki)]) == [.claimUnknownValue]) }
  }

  @Test func `a public key is one`() throws {
    #expect(try kinds([attester.keyElement([0x30, 0x00])]) == [.claimUnknownValue])
    for value in [nil, PKIXEvidenceValue.text("key").derEncoded] {
      let element = attester.arc.element(
        .key,
        [
          attester.arc.claim(.identifier, .text("k")),
          PKIXEvidenceClaim(attester.arc.identifier(of: .spki), value),
        ])
      #expect(throws: AttestationError.self) { try attester.appraise(attester.statement([element])) }
    }
  }

  @Test func `times may have a fraction in its shortest form`() throws {
    func expiry(_ text: String) -> PKIXEvidenceElement {
      var writer = DERWriter()
      writer.primitive(.generalizedTime, Array(text.utf8))
      return attester.keyElement(spki, "key-1", [PKIXEvidenceClaim(attester.arc.identifier(of: .expiry), writer.bytes)])
    }
    for text in ["20300101000000Z", "20300101000000.5Z", "20300101000000.05Z"] {
      #expect(try attester.appraise(attester.statement([expiry(text)])).allSatisfy { $0.problems.isEmpty }, "\(text)")
    }
    for text in ["20300101000000.50Z", "20300101000000.Z", "20300101000000.5", "20300101000000", "20301301000000Z"] {
      #expect(try kinds([expiry(text)]) == [.claimUnknownValue], "\(text)")
    }
  }

  @Test func `another version is not read`() throws {
    let statement = try attester.good(spki)
    var bytes = statement.derEncoded
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x02, 0x01, 0x01]) })
    bytes[place + 2] = 2
    let sent = try Statement(format: "pkix-evidence", parts: ["statement": bytes])
    #expect(throws: AttestationError.self) { try Formats.appraise(sent, under: attester.terms) }
  }

  @Test func `no truncation and no trailing byte is read`() throws {
    let bytes = try attester.good(spki).derEncoded
    for cut in Array(bytes.indices.map { Array(bytes.prefix($0)) }) + [bytes + [0]] where !cut.isEmpty {
      let sent = try Statement(format: "pkix-evidence", parts: ["statement": cut])
      #expect(throws: AttestationError.self) { try Formats.appraise(sent, under: attester.terms) }
    }
  }

  @Test func `no flipped bit survives`() throws {
    let bytes = try attester.good(spki).derEncoded
    let tbs = try attester.good(spki).tbs.derBytes.count
    for index in bytes.indices {
      var flipped = bytes
      flipped[index] ^= 1 << UInt8(index % 8)
      let sent = try Statement(format: "pkix-evidence", parts: ["statement": flipped])
      let keys = (try? Formats.appraise(sent, under: attester.terms)) ?? []
      // Bits of the certificate that its own signature covers, or of ECDSA's free choices, cannot come out right.
      #expect(keys.allSatisfy { $0.evidenceClass == .asserted }, "bit \(index % 8) of octet \(index), tbs of \(tbs)")
    }
  }

  @Test func `lists are bounded`() throws {
    let element = attester.keyElement(spki)
    let tbs = PKIXEvidenceDescription(Array(repeating: element, count: PKIXEvidenceDescription.mostElements + 1))
    #expect(throws: X509Error.self) { try PKIXEvidenceDescription(der: tbs.derBytes) }
    let signature = try attester.signature(over: [])
    let many = PKIXEvidenceStatement(
      tbs: PKIXEvidenceDescription([element]),
      signatures: Array(repeating: signature, count: PKIXEvidenceStatement.mostSignatures + 1))
    #expect(throws: X509Error.self) { try PKIXEvidenceStatement(der: many.derEncoded) }
  }
}

@Suite struct PKIXEvidenceArcTests {
  @Test func `without an arc the format is off, and its keys say so`() throws {
    let attester = try SampleAttester()
    var terms = attester.terms
    terms.evidenceArc = nil
    let keys = try attester.appraise(attester.good(try subject.get()), under: terms)
    #expect(kinds(keys) == [[.formatOff]])
    #expect(keys.map(\.spki) == [try subject.get()])
    #expect(throws: AttestationError.self) {
      try attester.appraise(attester.statement([attester.platform()]), under: terms)
    }
  }

  @Test func `under another arc there is nothing that we know`() throws {
    let attester = try SampleAttester()
    var terms = attester.terms
    terms.evidenceArc = ObjectIdentifier(1, 3, 6, 1, 5, 5, 998)
    #expect(try attester.appraise(attester.good(try subject.get()), under: terms).isEmpty)
  }

  @Test func `every name has an identifier of its own`() throws {
    let arc = try PKIXEvidenceArc(SampleAttester.arcOID).orFail()
    let all = PKIXEvidenceName.allCases.map { arc.identifier(of: $0) }
    #expect(Set(all).count == all.count)
    #expect(PKIXEvidenceName.allCases.allSatisfy { arc[arc.identifier(of: $0)] == $0 })
    #expect("\(arc.identifier(of: .fipsModule))" == "1.3.6.1.5.5.999.1.1.13")
    #expect("\(arc.identifier(of: .derive))" == "1.3.6.1.5.5.999.2.8")
    #expect("\(arc.identifier(of: .attestationKey))" == "1.3.6.1.5.5.999.1.0.2")
    #expect("\(arc.identifier(of: .key))" == "1.3.6.1.5.5.999.0.2")
  }

  @Test func `identifiers of our own are below our arc`() {
    #expect("\(SealgateArc.statement)" == "2.25.258250353937486484383718215394308727296.1")
    let all = [
      SealgateArc.statement, SealgateArc.evidenceClassClaim, SealgateArc.alwaysSensitiveClaim,
      SealgateArc.generationMechanismClaim,
    ]
    #expect(Set(all).count == all.count)
  }
}
