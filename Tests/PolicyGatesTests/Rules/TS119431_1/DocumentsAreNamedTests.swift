import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct DocumentsAreNamedTests {
  @Test func `passes: one for each`() throws {
    #expect(
      try judge(DocumentsAreNamed(), activation())
        == .passes)
  }

  @Test func `fails: one too few`() throws {
    #expect(
      try judge(DocumentsAreNamed(), activation { $0.hashes = [Sample.hash(1)] })
        == .fails(["hashes is 1, must be one for each of 2 signatures"]))
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(DocumentsAreNamed(), activation { $0.hashes = [] })
        == .fails(["hashes is 0, must be one for each of 2 signatures"]))
  }

  @Test func `does not apply: a seal that is automated`() throws {
    #expect(
      try judge(
        DocumentsAreNamed(),
        activation {
          $0.kind = .legal; $0.takesUnnamed = true; $0.hashes = []
        })
        == .doesNotApply)
  }
}
