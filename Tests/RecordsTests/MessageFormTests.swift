import Cryptography
import Evidence
import Testing

@testable import Records

@Suite struct MessageFormTests {
  private static let forms: [(MessageForm, String)] = [
    (.whole, "whole"), (.digest(pssSaltLength: nil), "digest"), (.digest(pssSaltLength: 0), "digest-salt-0"),
    (.digest(pssSaltLength: 222), "digest-salt-222"),
  ]

  private func body(_ messages: [[UInt8]], _ scheme: SignatureScheme, _ form: MessageForm) throws -> JSONValue {
    let intent = Intent(
      judgement: Sample.judgement(1), key: KeyIdentity(ckaID: [1], spkiSHA256: Sample.hash("key")), scheme: scheme,
      messages: messages, form: form)
    return try #require(JSONValue(canonical: intent.entry.body))
  }

  @Test(arguments: forms) func `the form on record is the form of the intent`(form: MessageForm, name: String) throws {
    let body = try body([[1]], .rsaPSS(.sha256), form)
    #expect(body["form"]?.text == name)
    #expect(MessageForm(intent: body) == form)
  }

  @Test func `of a message the record names the digest, of a digest itself`() throws {
    let digest = Hash.digest([1, 2, 3], .sha384)
    for (message, form) in [([1, 2, 3], .whole), (digest.bytes, .digest(pssSaltLength: nil))]
      as [([UInt8], MessageForm)]
    {
      let body = try body([message], .ecdsa(.sha384), form)
      let entry = try #require(body["messages"]?.elements?.first)
      #expect(entry["digest"]?.text == digest.description)
      #expect(entry["sha256"]?.text == Hash.digest(message, .sha256).hex)
    }
  }
}
