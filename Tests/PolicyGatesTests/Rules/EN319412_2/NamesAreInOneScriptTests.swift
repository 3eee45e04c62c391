import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NamesAreInOneScriptTests {
  @Test func `passes: Latin letters with marks`() throws {
    #expect(
      try judge(NamesAreInOneScript(), subject { $0.subject(.surname, "Müller-Łukasiewicz") })
        == .passes)
  }

  @Test func `passes: Han and kana`() throws {
    #expect(
      try judge(
        NamesAreInOneScript(),
        subject {
          $0.subject(.givenName, "はな")
          $0.subject(.surname, "山田")
          $0.subject(.commonName, "山田 はな")
        })
        == .passes)
  }

  @Test func `fails: a Cyrillic letter among Latin ones`() throws {
    #expect(
      try judge(NamesAreInOneScript(), subject { $0.subject(.givenName, "Erik\u{0430}") })
        == .fails(["subject is of Cyrillic and Latin letters, must be one script in givenName, surname and commonName"])
    )
  }

  @Test func `does not apply: an organisation`() throws {
    #expect(
      try judge(NamesAreInOneScript(), subject(.qcpL) { $0.subject(.commonName, "\u{0430}bc") })
        == .doesNotApply)
  }
}
