import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SoleControlGatesTests {
  @Test func `a release that holds gives a permit for exactly its digests, and for nothing whole`() throws {
    let evidence = try control()
    switch SoleControlGates.decide(evidence) {
    case .refused(let evaluation): Issue.record("refused: \(evaluation.findings)")
    case .admitted(let permit, let evaluation):
      let (messages, form, expires) = (permit.messages, permit.form, permit.expires)
      #expect(messages == [Sample.hash(1).bytes, Sample.hash(2).bytes])
      #expect(form == .digest(pssSaltLength: nil))
      #expect(expires > evidence.now)
      #expect(evaluation.gates == ["Authentication", "Activation", "SoleControl", "SubjectKey"])
    }
  }

  @Test func `each thing that is wrong is refused by exactly one rule`() throws {
    let wrong: [(String, (inout SampleControl) -> Void)] = [
      ("other_credential", { $0.usedCredential = "c-2" }),
      ("hash_not_authorised", { $0.used = [Sample.hash(9)] }),
      ("signatures_used_up", { $0.left = 1 }),
      ("certificate_revoked", { $0.revocation = .superseded }),
      ("services_key", { $0.isTheServices = true }),
      ("origin_unproven", { $0.originProvenAt = nil }),
      ("device_lost", { $0.device = nil }),
      ("wrapped_outside_configuration", { $0.place = .wrapped }),
      ("challenge_differs", { $0.activation.passkey { $0.challengeMatches = false } }),
      ("user_not_verified", { $0.activation.passkey { $0.userVerified = false } }),
      ("counter_stale", { $0.activation.passkey { $0.counter = 7 } }),
      ("credential_disabled", { $0.activation.status = .suspended }),
    ]
    for (rule, change) in wrong {
      let errors = SoleControlGates.evaluate(try control(change)).findings.filter { $0.severity == .error }
      #expect(errors.map(\.rule).map { $0.split(separator: ".").last.map(String.init) } == [rule], "\(errors)")
    }
  }

  @Test func `an activation signs nothing by itself`() throws {
    let evaluation = ActivationGates.evaluate(try activation())
    #expect(evaluation.admits)
    #expect(evaluation.gates == ["Authentication", "Activation"])
    #expect(ActivationGates.authenticate(try activation { $0.status = .destroyed }).admits)
    #expect(!ActivationGates.authenticate(try activation { $0.proofs = [] }).admits)
  }

  @Test func `a proof of possession is a permit over the request alone`() throws {
    guard case .admitted(let permit, _) = PossessionGates.decide(try possession()) else {
      Issue.record("refused")
      return
    }
    let (messages, form) = (permit.messages, permit.form)
    #expect(messages == [try possession().requestInfo])
    #expect(form == .whole)
    guard case .refused = PossessionGates.decide(try possession(status: .enabled)) else {
      Issue.record("a key in use proved possession")
      return
    }
  }
}
