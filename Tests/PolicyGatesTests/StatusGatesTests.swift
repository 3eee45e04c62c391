import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

/// Lists, answers and requests of CAs, judged by all their gates.
@Suite struct StatusGatesTests {
  static let lists: [@Sendable (inout SampleList) -> Void] = [
    { _ in }, { $0.designate() }, { $0.isForWebsites = true },
    {
      $0.previous = nil
      $0.list.entries.removeFirst()
    },
    {
      $0.isLast = true
      $0.list.nextUpdate = Sample.time("9999-12-31T23:59:59Z")
    },
  ]

  @Test(arguments: 0..<lists.count) func `a good list gets a permit for its bytes and key, without a finding`(
    _ index: Int
  ) throws {
    let evidence = try list(Self.lists[index])
    guard case .admitted(let permit, let evaluation) = CAListGates.decide(evidence) else {
      Issue.record("\(CAListGates.evaluate(evidence).findings)")
      return
    }
    #expect(evaluation.findings == [])
    #expect(permit.messages == [evidence.tbsCertList])
    #expect(permit.publicKey == evidence.signer.publicKey.spki)
  }

  @Test func `one defect takes the permit away`() throws {
    guard case .refused(let evaluation) = CAListGates.decide(try list { $0.list.set(CRLNumber(1)) }) else {
      Issue.record("it was admitted")
      return
    }
    #expect(evaluation.findings.map(\.rule) == [ListNumberIsGreater.metadata.id])
  }

  static let answers: [@Sendable (inout SampleAnswer) -> Void] = [
    { _ in }, { $0.signAsCA() }, { $0.list = nil }, { $0.isForWebsites = true }, { $0.responder = .byKey([7]) },
    { $0.revoke(.revoked(at: Sample.time("2026-11-20T11:45:00Z").generalized, reason: .cessationOfOperation)) },
  ]

  @Test(arguments: 0..<answers.count) func `a good answer gets a permit for its bytes and key, without a finding`(
    _ index: Int
  ) throws {
    let evidence = try answer(Self.answers[index])
    guard case .admitted(let permit, let evaluation) = OCSPAnswerGates.decide(evidence) else {
      Issue.record("\(OCSPAnswerGates.evaluate(evidence).findings)")
      return
    }
    #expect(evaluation.findings == [])
    #expect(permit.messages == [evidence.responseData])
    #expect(permit.scheme == evidence.scheme)
  }

  @Test func `good is not said of what the list has as revoked`() throws {
    let evaluation = OCSPAnswerGates.evaluate(try answer { $0.revoke(.good) })
    #expect(!evaluation.admits)
    #expect(evaluation.findings.map(\.rule) == [AnswerAgreesWithTheList.metadata.id])
  }

  @Test func `a good request gets a permit, and a key whose origin nobody knows gets none`() throws {
    for change: (inout SampleRequest) -> Void in [{ _ in }, { $0.existing = .issuingCA() }] {
      let evidence = try request(change)
      guard case .admitted(let permit, let evaluation) = CertificationRequestGates.decide(evidence) else {
        Issue.record("\(CertificationRequestGates.evaluate(evidence).findings)")
        return
      }
      #expect(evaluation.findings == [])
      #expect(permit.messages == [evidence.requestInfo])
    }
    let unknown = CertificationRequestGates.evaluate(try request { $0.origin.isAttested = false })
    #expect(unknown.findings.map(\.rule).contains(KeyOriginIsAttested.metadata.id))
    #expect(!unknown.admits)
  }

  static let kinds: [CACertificateEvidence.Kind] = [.root, .issuing, .cross, .ocspResponder, .crlSigner]

  @Test(arguments: kinds) func `each kind of certificate that a ceremony makes is admitted`(
    _ kind: CACertificateEvidence.Kind
  ) throws {
    let evaluation = CACertificateGates.evaluate(try SamplePlan(kind).made())
    #expect(evaluation.findings.filter { $0.severity == .error } == [])
    #expect(evaluation.gates.contains("Plan"))
  }

  @Test(arguments: kinds) func `a plan's rules keep to their scope`(_ kind: CACertificateEvidence.Kind) throws {
    let scopes = Dictionary(
      RuleCatalogue.all.map { ($0.metadata.id, $0.metadata.scope) }, uniquingKeysWith: { first, _ in first })
    for other in Self.kinds {
      var sample = SamplePlan(kind)
      sample.certificate = SamplePlan(other).certificate
      sample.certificate.serial = [1]
      sample.isForWebsites = true
      sample.isAffiliated = false
      let findings = Gate("Plan", PlanRules.all)
        .findings(try sample.made().planned, at: Sample.now, under: JudgingTerms(baseline: .etsi2026))
      for finding in findings { #expect(scopes[finding.rule]?.contains(kind.purpose.scope) == true, "\(finding)") }
      #expect(findings.contains { $0.rule == CASerialHoldsRandomBits.metadata.id })
    }
  }
}
