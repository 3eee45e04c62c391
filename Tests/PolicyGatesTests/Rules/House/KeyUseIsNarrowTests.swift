import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyUseIsNarrowTests {
  @Test func `passes: a key that signs, and of which nothing else is said`() throws {
    #expect(try judge(KeyUseIsNarrow(), origin(demand: .origin)) == .passes)
  }

  @Test(arguments: [ClaimName.decrypts, .wraps, .derives])
  func `fails: a key that does something else too, as a warning`(name: ClaimName) throws {
    #expect(KeyUseIsNarrow.metadata.severity == .warning)
    #expect(
      try judge(KeyUseIsNarrow(), origin(demand: .origin) { $0.set(name, .yes) })
        == .fails(["attestation.\(name.rawValue) is true (sample field), must be false for a key that signs"]))
  }

  @Test func `does not apply: a demand under which that refuses`() throws {
    for demand in [OriginDemand.secureDevice, .qscd, .caKey] {
      #expect(try judge(KeyUseIsNarrow(), origin(demand: demand) { $0.set(.decrypts, .yes) }) == .doesNotApply)
    }
  }
}
