import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsNotRecoverableTests {
  @Test func `passes: false`() throws {
    #expect(try judge(KeyIsNotRecoverable(), origin()) == .passes)
  }

  @Test func `passes: not known, and the record says that the certified configuration confines copies`() throws {
    let confined = origin {
      $0.set(.adminRecoverable, .unknown)
      $0.device?.confinesCopies = true
    }
    #expect(try judge(KeyIsNotRecoverable(), confined) == .passes)
  }

  @Test func `passes: not known, of another device or in a demonstration`() throws {
    for demand in [OriginDemand.origin, .secureDevice] {
      #expect(
        try judge(KeyIsNotRecoverable(), origin(demand: demand) { $0.set(.adminRecoverable, .unknown) }) == .passes)
    }
    let demo = origin(demo: true) {
      $0.set(.adminRecoverable, .unknown)
      $0.device = SampleOrigin.record(demo: true)
    }
    #expect(try judge(KeyIsNotRecoverable(), demo) == .passes)
  }

  @Test func `fails: not known of a QSCD's key, though the configuration is a demonstration's`() throws {
    for demo in [false, true] {
      #expect(
        try judge(KeyIsNotRecoverable(), origin(demo: demo) { $0.set(.adminRecoverable, .unknown) })
          == .fails([
            "attestation.adminRecoverable is unknown (sample field), must be false: nobody can bring it back, or only into devices of the same certification"
          ]))
    }
  }

  @Test func `fails: true, whatever the record says`() throws {
    for demand in [OriginDemand.origin, .secureDevice, .qscd] {
      let copied = origin(demand: demand) {
        $0.set(.adminRecoverable, .yes)
        $0.device?.confinesCopies = true
      }
      #expect(
        try judge(KeyIsNotRecoverable(), copied)
          == .fails([
            "attestation.adminRecoverable is true (sample field), must be false: nobody can bring it back, or only into devices of the same certification"
          ]))
    }
  }

  @Test func `does not apply: a CA's key, which its quorum backs up`() throws {
    #expect(
      try judge(KeyIsNotRecoverable(), origin(scope: .rootCA) { $0.set(.adminRecoverable, .yes) }) == .doesNotApply)
  }
}
