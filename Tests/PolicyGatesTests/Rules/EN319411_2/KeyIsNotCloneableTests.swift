import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsNotCloneableTests {
  @Test func `passes: false`() throws {
    #expect(try judge(KeyIsNotCloneable(), origin()) == .passes)
  }

  @Test func `passes: not known, and the record says that the certified configuration confines copies`() throws {
    let confined = origin {
      $0.set(.cloneable, .unknown)
      $0.device?.confinesCopies = true
    }
    #expect(try judge(KeyIsNotCloneable(), confined) == .passes)
  }

  @Test func `passes: not known, of another device or in a demonstration`() throws {
    for demand in [OriginDemand.origin, .secureDevice] {
      #expect(try judge(KeyIsNotCloneable(), origin(demand: demand) { $0.set(.cloneable, .unknown) }) == .passes)
    }
    let demo = origin(demo: true) {
      $0.set(.cloneable, .unknown)
      $0.device = SampleOrigin.record(demo: true)
    }
    #expect(try judge(KeyIsNotCloneable(), demo) == .passes)
  }

  @Test func `fails: not known of a QSCD's key, though the configuration is a demonstration's`() throws {
    for demo in [false, true] {
      #expect(
        try judge(KeyIsNotCloneable(), origin(demo: demo) { $0.set(.cloneable, .unknown) })
          == .fails([
            "attestation.cloneable is unknown (sample field), must be false: not copied, or only to devices of the same certification"
          ]))
    }
  }

  @Test func `fails: true, whatever the record says`() throws {
    for demand in [OriginDemand.origin, .secureDevice, .qscd] {
      let copied = origin(demand: demand) {
        $0.set(.cloneable, .yes)
        $0.device?.confinesCopies = true
      }
      #expect(
        try judge(KeyIsNotCloneable(), copied)
          == .fails([
            "attestation.cloneable is true (sample field), must be false: not copied, or only to devices of the same certification"
          ]))
    }
  }

  @Test func `does not apply: a CA's key, which its quorum backs up`() throws {
    #expect(try judge(KeyIsNotCloneable(), origin(scope: .rootCA) { $0.set(.cloneable, .yes) }) == .doesNotApply)
  }
}
