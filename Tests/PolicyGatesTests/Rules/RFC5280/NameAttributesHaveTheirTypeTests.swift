import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NameAttributesHaveTheirTypeTests {
  @Test func `passes: PrintableString where UTF8String would do`() throws {
    #expect(try outcome(.surname, .printable) == .passes)
  }

  @Test(arguments: [
    (
      ObjectIdentifier.commonName, CharacterString.Kind.ia5,
      "commonName is IA5String, must be UTF8String or PrintableString"
    ),
    (.surname, .teletex, "surname is TeletexString, must be UTF8String or PrintableString"),
    (.givenName, .bmp, "givenName is BMPString, must be UTF8String or PrintableString"),
    (.serialNumber, .utf8, "serialNumber is UTF8String, must be PrintableString"),
    (.emailAddress, .utf8, "emailAddress is UTF8String, must be IA5String"),
  ])
  func `fails: another string type`(type: ObjectIdentifier, kind: CharacterString.Kind, complaint: String) throws {
    #expect(try outcome(type, kind) == .fails(["subject." + complaint]))
  }

  @Test func `fails: a number for a name`() throws {
    let number = try Name(der: hexBytes("300c310a3008060355040302" + "0103"))
    #expect(
      try judge(NameAttributesHaveTheirType(), subject { $0.subject = number.attributes })
        == .fails(["subject.commonName is no character string, must be UTF8String or PrintableString"]))
  }

  @Test func `passes: an attribute of which nothing is known, in any type`() throws {
    #expect(try outcome(ObjectIdentifier(1, 2, 3), .bmp) == .passes)
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(NameAttributesHaveTheirType(), sample) == .passes)
    }
  }

  private func outcome(_ type: ObjectIdentifier, _ kind: CharacterString.Kind) throws -> Outcome {
    let string = try #require(CharacterString(kind, "A"))
    return try judge(
      NameAttributesHaveTheirType(),
      subject { sample in
        sample.subject.removeAll { $0.type == type }
        sample.subject.append(AttributeTypeAndValue(type, string))
      })
  }
}
