import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

/// A root, an authority below it and an end, each with a key of its own.
private struct Hierarchy {
  let root = Result { try TestKey(curve: .p256) }
  let middle = Result { try TestKey(curve: .p256) }
  let end = Result { try TestKey(curve: .p256) }

  func certificate(
    _ subject: String, _ key: Result<TestKey, any Error>, issuer: String, by signer: Result<TestKey, any Error>,
    _ change: (inout HandMadeCertificate) -> Void = { _ in }
  ) throws -> TolerantCertificate {
    var made = HandMadeCertificate(subject, issuer: issuer, key: try key.get())
    change(&made)
    return try HandMade.read(try made.signed(by: try signer.get()))
  }

  func endCertificate() throws -> TolerantCertificate {
    try certificate("End", end, issuer: "Middle", by: middle)
  }

  func middleCertificate(
    _ change: (inout HandMadeCertificate) -> Void = { _ in }
  ) throws -> TolerantCertificate {
    try certificate("Middle", middle, issuer: "Root", by: root, change)
  }

  func rootCertificate() throws -> TolerantCertificate {
    try certificate("Root", root, issuer: "Root", by: root)
  }

  func anchors() throws -> [Anchor] { [try HandMade.anchor(try root.get())] }
}

private func find(
  _ first: TolerantCertificate, _ pool: [TolerantCertificate], _ anchors: [Anchor],
  authority: AttestationPath.Authority = { _, _ in nil }
) -> AttestationPath.Outcome {
  AttestationPath.find(from: first, through: pool, to: anchors, HandMade.terms, authority: authority)
}

private func problems(_ outcome: AttestationPath.Outcome) -> [AppraisalProblem.Kind] {
  guard case .broken(let problems) = outcome else { return [] }
  return problems.map(\.kind)
}

private func subjects(_ outcome: AttestationPath.Outcome) -> [String] {
  guard case .anchored(let path) = outcome else { return [] }
  return path.certificates.map(\.subjectText)
}

@Suite struct AttestationPathTests {
  private let hierarchy = Hierarchy()

  @Test func `a path leads through the pool to the key that is pinned`() throws {
    let pool = [try hierarchy.rootCertificate(), try hierarchy.middleCertificate()]
    let outcome = find(try hierarchy.endCertificate(), pool, try hierarchy.anchors())
    #expect(subjects(outcome) == ["CN=End", "CN=Middle"])
    guard case .anchored(let path) = outcome else { return }
    #expect(path.statementSigner.key == Hash.digest(try hierarchy.middle.get().spki))
    #expect(path.statementSigner.chain == ["CN=Middle"])
    #expect(path.signer.key == Hash.digest(try hierarchy.end.get().spki))
  }

  @Test func `an anchor is known by its key, whatever its name`() throws {
    let stranger = try HandMade.anchor(try TestKey(curve: .p256))
    let outcome = find(try hierarchy.endCertificate(), [try hierarchy.middleCertificate()], [stranger])
    #expect(problems(outcome) == [.anchorUnknown])
  }

  @Test func `a self-signed root in the pool is nobody's anchor`() throws {
    let pool = [try hierarchy.middleCertificate(), try hierarchy.rootCertificate()]
    let stranger = try HandMade.anchor(try TestKey(curve: .p256))
    #expect(problems(find(try hierarchy.endCertificate(), pool, [stranger])) == [.anchorUnknown])
  }

  @Test func `that the first certificate's own key is pinned proves nothing`() throws {
    let forged = try hierarchy.certificate("End", hierarchy.root, issuer: "Nobody", by: hierarchy.end)
    #expect(problems(find(forged, [], try hierarchy.anchors())) == [.anchorUnknown])
    let middle = try hierarchy.certificate("Nobody", hierarchy.root, issuer: "Else", by: hierarchy.end)
    let end = try hierarchy.certificate("End", hierarchy.end, issuer: "Nobody", by: hierarchy.middle)
    #expect(problems(find(end, [middle], try hierarchy.anchors())) == [.signatureInvalid])
  }

  @Test func `a certificate that the format does not let stand there breaks the path`() throws {
    let outcome = find(
      try hierarchy.endCertificate(), [try hierarchy.middleCertificate()], try hierarchy.anchors(),
      authority: { issuer, depth in depth == 0 && issuer.subjectText == "CN=Middle" ? "a user's key" : nil })
    #expect(problems(outcome) == [.certificateUnfit])
  }

  @Test func `a certificate of the issuer's name with another key did not sign`() throws {
    let decoy = try hierarchy.certificate("Middle", hierarchy.root, issuer: "Root", by: hierarchy.root)
    #expect(problems(find(try hierarchy.endCertificate(), [decoy], try hierarchy.anchors())) == [.signatureInvalid])
    let pool = [decoy, try hierarchy.middleCertificate()]
    #expect(subjects(find(try hierarchy.endCertificate(), pool, try hierarchy.anchors())).count == 2)
  }

  @Test func `a link out of date breaks the path, and another of the same key mends it`() throws {
    let expired = try hierarchy.middleCertificate { $0.notAfter = "2026-11-19" }
    let early = try hierarchy.middleCertificate { $0.notBefore = "2026-11-21" }
    let end = try hierarchy.endCertificate()
    #expect(problems(find(end, [expired], try hierarchy.anchors())) == [.certificateExpired])
    #expect(problems(find(end, [early], try hierarchy.anchors())) == [.certificateExpired])
    #expect(subjects(find(end, [expired, try hierarchy.middleCertificate()], try hierarchy.anchors())).count == 2)
  }

  @Test func `certificates that sign each other lead nowhere`() throws {
    let one = try hierarchy.certificate("Middle", hierarchy.middle, issuer: "Other", by: hierarchy.end)
    let two = try hierarchy.certificate("Other", hierarchy.end, issuer: "Middle", by: hierarchy.middle)
    let end = try hierarchy.endCertificate()
    #expect(problems(find(end, [one, two], try hierarchy.anchors())) == [.anchorUnknown])
  }

  @Test func `a path has an end`() throws {
    let keys = try (0...AttestationPath.mostLinks + 2).map { _ in try TestKey(curve: .p256) }
    let all = try zip(keys.indices, keys.dropFirst()).map { index, signer in
      try HandMade.read(
        try HandMadeCertificate("C\(index)", issuer: "C\(index + 1)", key: keys[index]).signed(by: signer))
    }
    let last = try HandMade.anchor(try #require(keys.last))
    #expect(problems(find(all[0], Array(all.dropFirst()), [last])) == [.chainBroken])
    #expect(subjects(find(all[2], Array(all.dropFirst(3)), [last])).count == all.count - 2)
  }

  @Test func `many certificates of one name end the search`() throws {
    let pool = try (0..<80).map { number in
      try hierarchy.certificate("Middle", hierarchy.end, issuer: "Root", by: hierarchy.root) {
        $0.serial = [UInt8(number)]
      }
    }
    let outcome = find(
      try hierarchy.endCertificate(), pool + [try hierarchy.middleCertificate()], try hierarchy.anchors())
    #expect(problems(outcome) == [.signatureInvalid])
  }

  @Test func `an anchor whose certificates have run out is a weakness`() throws {
    let anchor = Anchor(
      id: "old", formats: ["test"], role: .manufacturer, name: "CN=Root", spki: try hierarchy.root.get().spki,
      lastCertificateEnds: Instant("2026-11-19"), origin: "this test", certificateSHA256: nil)
    guard case .anchored(let path) = find(try hierarchy.middleCertificate(), [], [anchor]) else {
      Issue.record("no path")
      return
    }
    #expect(path.weaknesses.map(\.kind) == [.expiredAnchor])
  }

  @Test func `a name counts by its texts, whatever type of string carries them`() throws {
    let printable = try #require(CharacterString(.printable, "Middle"))
    let other = try hierarchy.middleCertificate {
      $0.subject = Name([AttributeTypeAndValue(.commonName, printable)]).derEncoded
    }
    #expect(subjects(find(try hierarchy.endCertificate(), [other], try hierarchy.anchors())).count == 2)
    let another = try hierarchy.middleCertificate { $0.subject = TestAuthority.name("middle").derEncoded }
    #expect(problems(find(try hierarchy.endCertificate(), [another], try hierarchy.anchors())) == [.anchorUnknown])
  }

  @Test func `a tolerated defect of any link is a weakness`() throws {
    let middle = try hierarchy.middleCertificate {
      $0.extensions = [.init(ObjectIdentifier(1, 3, 6, 1, 4, 1, 41482, 3, 3), critical: false, [1])]
    }
    guard case .anchored(let path) = find(try hierarchy.endCertificate(), [middle], try hierarchy.anchors()) else {
      Issue.record("no path")
      return
    }
    #expect(path.weaknesses.map(\.kind) == [.derTolerance])
  }
}
