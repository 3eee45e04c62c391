import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct EvidenceIsFreshTests {
  @Test func `passes: the nonce that was given out`() throws {
    let nonce = origin {
      $0.asksNonce = true
      $0.nonce = [1]
      $0.set(.nonceBound, .yes)
      $0.possession = .unknown
    }
    #expect(try judge(EvidenceIsFresh(), nonce) == .passes)
  }

  @Test func `passes: proof of possession, where the format has no place for a nonce`() throws {
    #expect(try judge(EvidenceIsFresh(), origin { $0.asksNonce = true }) == .passes)
  }

  @Test func `passes: what was read from the token itself, or nothing that must be fresh`() throws {
    for evidenceClass in [EvidenceClass.attributesLive, .attributesLiveCertifiedChannel] {
      let live = origin {
        $0.possession = .unknown
        $0.evidenceClass = evidenceClass
      }
      #expect(try judge(EvidenceIsFresh(), live) == .passes)
    }
    #expect(try judge(EvidenceIsFresh(), origin(demand: .origin) { $0.possession = .unknown }) == .passes)
  }

  @Test func `fails: another nonce, or none in a statement that can carry one`() throws {
    for (bound, format) in [(Truth.no, "sample"), (.unknown, "tpm"), (.unknown, "pkix-evidence")] {
      let stale = origin {
        $0.asksNonce = true
        $0.format = format
        $0.nonce = bound == .no ? [1] : nil
        $0.set(.nonceBound, bound)
      }
      #expect(
        try judge(EvidenceIsFresh(), stale)
          == .fails([
            "attestation.nonceBound is \(bound.rawValue) (\(format) field), must be true: the nonce that was given out"
          ]))
    }
  }

  @Test func `fails: no proof of possession where nothing else is fresh`() throws {
    for demand in [OriginDemand.secureDevice, .qscd] {
      #expect(
        try judge(EvidenceIsFresh(), origin(demand: demand) { $0.possession = .unknown })
          == .fails([
            "possession is unknown (the certification request's signature), must be true: sample carries no nonce that was "
              + "asked for, so the key must answer for itself"
          ]))
    }
  }

  @Test func `fails: what was read when a key was made is not of now, so the key must answer`() throws {
    let recorded = origin {
      $0.keepUnderWrap()
      $0.possession = .unknown
    }
    #expect(
      try judge(EvidenceIsFresh(), recorded)
        == .fails([
          "possession is unknown (the certification request's signature), must be true: sample carries no nonce that was "
            + "asked for, so the key must answer for itself"
        ]))
    #expect(try judge(EvidenceIsFresh(), origin { $0.keepUnderWrap() }) == .passes)
  }

  @Test func `fails: a request that another key signed, whatever else is known`() throws {
    for demand in [OriginDemand.origin, .secureDevice, .qscd] {
      let refuted = origin(demand: demand) {
        $0.possession = .no
        $0.evidenceClass = .attributesLive
        $0.asksNonce = true
        $0.nonce = [1]
        $0.set(.nonceBound, .yes)
      }
      #expect(
        try judge(EvidenceIsFresh(), refuted)
          == .fails([
            "possession is false (the certification request's signature), must be true: the key signs the request for itself"
          ]))
    }
  }

  @Test func `fails: live evidence with a problem is no live evidence`() throws {
    let refuted = origin {
      $0.possession = .unknown
      $0.evidenceClass = .attributesLive
      $0.problems = [AppraisalProblem(.partsDisagree, "x")]
    }
    #expect(try judge(EvidenceIsFresh(), refuted) != .passes)
  }

  @Test func `does not apply: a CA's key, which the ceremony reads itself`() throws {
    #expect(try judge(EvidenceIsFresh(), origin(scope: .rootCA) { $0.possession = .no }) == .doesNotApply)
  }
}
