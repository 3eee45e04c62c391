import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct HashesAreAuthorisedTests {
  @Test func `passes: those released`() throws {
    #expect(
      try judge(HashesAreAuthorised(), control())
        == .passes)
  }

  @Test func `fails: another`() throws {
    #expect(
      try judge(HashesAreAuthorised(), control { $0.used = [Sample.hash(9)] })
        == .fails(["hashes[0] is \(Sample.hash(9)), must be a hash that the SAD releases and that is left"]))
  }

  @Test func `fails: one released once, asked for twice`() throws {
    #expect(
      try judge(HashesAreAuthorised(), control { $0.used = [Sample.hash(1), Sample.hash(1)] })
        == .fails(["hashes[1] is \(Sample.hash(1)), must be a hash that the SAD releases and that is left"]))
  }

  @Test func `fails: one that is used`() throws {
    #expect(
      try judge(
        HashesAreAuthorised(),
        control {
          $0.unused = [Sample.hash(2)]; $0.used = [Sample.hash(1)]
        })
        == .fails(["hashes[0] is \(Sample.hash(1)), must be a hash that the SAD releases and that is left"]))
  }

  @Test func `does not apply: a number of signatures was released`() throws {
    #expect(
      try judge(HashesAreAuthorised(), control { $0.activation.hashes = [] })
        == .doesNotApply)
  }
}
