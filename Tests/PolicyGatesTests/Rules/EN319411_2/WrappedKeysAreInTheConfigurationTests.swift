import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct WrappedKeysAreInTheConfigurationTests {
  @Test func `passes: a key that the gateway keeps as the device's configuration has it`() throws {
    for demand in [OriginDemand.secureDevice, .qscd] {
      let kept = origin(demand: demand) { $0.keepUnderWrap() }
      #expect(try judge(WrappedKeysAreInTheConfiguration(), kept) == .passes)
      // The rules for keys that never leave stand aside, and for it alone.
      #expect(try judge(KeyIsNotExtractable(), kept) == .doesNotApply)
      #expect(try judge(KeyWasNeverExtractable(), kept) == .doesNotApply)
      #expect(try judge(KeyIsSensitive(), kept) == .passes)
    }
  }

  @Test func `fails: the register does not say that the configuration keeps keys so`() throws {
    let kept = origin {
      $0.keepUnderWrap()
      $0.device?.keepsWrappedKeys = false
    }
    #expect(
      try judge(WrappedKeysAreInTheConfiguration(), kept)
        == .fails([
          "device.keepsWrappedKeys is false (example-hsm), must be true: the certified configuration keeps keys under wrap, "
            + "as cred-1 is kept"
        ]))
  }

  @Test func `fails: no device of the register`() throws {
    let kept = origin {
      $0.keepUnderWrap()
      $0.device = nil
    }
    #expect(
      try judge(WrappedKeysAreInTheConfiguration(), kept)
        == .fails(["device is not in the register, must be a device of the operator's register"]))
  }

  @Test func `fails: other evidence names a device that did not make the key`() throws {
    let kept = origin {
      $0.keepUnderWrap { $0.attestedDevice?.model = "HSM 2" }
      $0.evidenceClass = .signed
    }
    #expect(
      try judge(WrappedKeysAreInTheConfiguration(), kept)
        == .fails(["record.device.model is HSM 2, must be HSM 1 (example-hsm)"]))
  }

  /// A key that leaves under wrap, of which something is not as our own record of our own generation would have it.
  private func leaving(
    demand: OriginDemand = .qscd, _ change: (inout SampleOrigin) -> Void
  ) -> KeyOrigin {
    origin(demand: demand) {
      $0.keepUnderWrap()
      change(&$0)
    }
  }

  @Test func `does not apply, and the key is refused: what anybody sends says that it leaves under wrap`() throws {
    let elsewhere = leaving {
      $0.evidenceClass = .signed
      $0.kept = nil
    }
    let anothers = leaving {
      var other = SampleOrigin(key: .root)
      other.keepUnderWrap()
      $0.kept = other.kept
    }
    let asserted = leaving { sample in
      // The document is right, and nobody but us may say that it is our record.
      sample.evidenceClass = .asserted
      sample.kept = sample.kept.map { kept in KeptKey(kept.keeping, recorded: sample.attestedKey) }
    }
    let unproven = leaving { $0.kept = $0.kept.map { KeptKey($0.keeping, recorded: nil) } }
    let broken = leaving {
      $0.kept = $0.kept.map { KeptKey(SampleOrigin.keeping(problem: "was altered"), recorded: $0.recorded) }
    }
    let undemanded = leaving(demand: .origin) { _ in }
    for refused in [elsewhere, anothers, asserted, unproven, broken, undemanded] {
      #expect(try judge(WrappedKeysAreInTheConfiguration(), refused) == .doesNotApply)
      #expect(
        try judge(KeyIsNotExtractable(), refused)
          == .fails([
            "attestation.extractableWrapped is true (sample field), must be false: cannot leave the device, wrapped or not"
          ]))
      #expect(
        try judge(KeyWasNeverExtractable(), refused)
          == .fails(["attestation.everExtractable is true (sample field), must be false: never could leave the device"])
      )
    }
  }

  @Test func `does not apply: no evidence, and a policy that asks for no device`() throws {
    #expect(
      try judge(WrappedKeysAreInTheConfiguration(), leaving { $0.isAttested = false }) == .doesNotApply)
    #expect(
      try judge(WrappedKeysAreInTheConfiguration(), origin(scope: RuleScope(.qcpN)) { $0.keepUnderWrap() })
        == .doesNotApply)
  }

  @Test func `all rules on a QSCD's key admit one that is kept so`() throws {
    let kept = try evidence { $0.origin.keepUnderWrap() }
    let found = CertificateGates.evaluate(kept).findings
    #expect(found.filter { $0.severity == .error }.map(\.rule) == [])
  }
}
