import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimestampGatesTests {
  @Test func `a permit is for the signed attributes, by the unit's key, and for nothing else`() throws {
    let evidence = try timestamp()
    switch TimestampGates.decide(evidence) {
    case .refused(let evaluation): Issue.record("refused: \(evaluation.findings)")
    case .admitted(let permit, let evaluation):
      #expect(evaluation.gates == ["Timestamp", "Unit"])
      #expect(evaluation.findings == [])
      #expect(permit.messages == [evidence.signedAttributes])
      #expect(permit.form == .whole)
      #expect(permit.key == evidence.unit.key)
      #expect(permit.scheme == .ecdsa(.sha256))
    }
  }

  @Test func `a key of a kind that no token is made with gets no permit`() throws {
    let evidence = try timestamp {
      $0.key = .ed25519
      $0.found = .ed25519
      $0.certificate.key = .ed25519
    }
    guard case .refused = TimestampGates.decide(evidence) else {
      Issue.record("a permit for Ed25519")
      return
    }
  }

  @Test func `a unit is judged before it is asked for anything`() throws {
    #expect(TimestampGates.evaluate(try timestampUnit(), at: Sample.now).admits)
    let other = try timestampUnit { $0.found = .subject }
    #expect(
      TimestampGates.evaluate(other, at: Sample.now).findings.map(\.rule) == ["sealgate.house.timestamp.key_differs"])
  }
}
