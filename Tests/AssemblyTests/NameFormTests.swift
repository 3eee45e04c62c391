import DER
import Testing
import X509

@testable import Assembly

@Suite struct NameFormTests {
  private func name(_ text: String, _ kind: CharacterString.Kind = .utf8) -> Name {
    Name([AttributeTypeAndValue(.commonName, CharacterString(kind, text) ?? CharacterString(utf8: text))])
  }

  @Test(arguments: [
    "erika mustermann", "ERIKA  MUSTERMANN", " Erika\u{A0}Mustermann\t", "Eri\u{AD}ka Mustermann",
    "\u{FF25}rika Mustermann",
  ])
  func `spellings of one name have one form`(text: String) {
    #expect(NameForm.digest(of: name(text)) == NameForm.digest(of: name("Erika Mustermann", .printable)))
  }

  @Test func `composed and decomposed letters, and sharp s, are the same`() {
    #expect(NameForm.digest(of: name("Jose\u{301}")) == NameForm.digest(of: name("JOS\u{C9}")))
    #expect(NameForm.digest(of: name("Stra\u{DF}e")) == NameForm.digest(of: name("STRASSE")))
  }

  @Test func `the order inside a relative name does not count, and the order of relative names does`() {
    let (a, b) = (name("a").attributes[0], AttributeTypeAndValue(.surname, CharacterString(utf8: "b")))
    #expect(NameForm.digest(of: Name(rdns: [[a, b]])) == NameForm.digest(of: Name(rdns: [[b, a]])))
    #expect(NameForm.digest(of: Name([a, b])) != NameForm.digest(of: Name([b, a])))
    #expect(NameForm.digest(of: Name([a, b])) != NameForm.digest(of: Name(rdns: [[a, b]])))
  }

  @Test func `other letters, words and attributes are other names`() {
    let names = [
      name("Erika Mustermann"), name("ErikaMustermann"), name("Erika Mustermannn"),
      Name([AttributeTypeAndValue(.surname, CharacterString(utf8: "Erika Mustermann"))]),
    ]
    #expect(Set(names.map { NameForm.digest(of: $0) }).count == names.count)
  }
}
