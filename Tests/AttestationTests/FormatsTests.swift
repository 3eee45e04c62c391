import Cryptography
import Evidence
import TestSupport
import Testing

@testable import Attestation

private let terms = AppraisalTerms(now: Instant(seconds: 1_795_176_000))

@Suite struct FormatsTests {
  @Test func `a format that nobody knows is refused`() {
    #expect(throws: AttestationError.unknownFormat("yubikey")) {
      try Formats.appraise(Statement(format: "yubikey", parts: ["leaf": [1]]), under: terms)
    }
  }

  @Test(arguments: [JSONValue.null, .array([]), .object([:]), .object(["format": .integer(1)])])
  func `a statement without a format is refused`(statement: JSONValue) {
    #expect(throws: AttestationError.unknownFormat("absent")) { try Statement(json: statement) }
  }

  @Test(.needsVectors) func `the digest of evidence does not depend on who found out its format`() throws {
    let parts = [
      "leaf": try Vectors.bytes("attestation/synthetic/piv-9c-ok.pem"),
      "device": try Vectors.bytes("attestation/synthetic/piv-device.pem"),
    ]
    let found = try Formats.appraise(Statement(parts: parts), under: terms)
    let named = try Statement(format: "yubikey-piv", parts: parts)
    #expect(found == (try Formats.appraise(named, under: terms)))
    #expect(found.map(\.rawDigest) == [Hash.digest(named.json.canonicalBytes())])
  }

  @Test func `the digest is over the canonical document, whatever the names and contents`() throws {
    let contents: [[UInt8]] = [[], [0], [1, 2], [1, 2, 3], Array(0...255)]
    for format in ["tpm", nil, "a\"b\\c\u{1}", PKCS11Attributes.name] {
      for content in contents {
        let statement = try Statement(
          format: format, parts: ["statement": content, "é\n": [7], "\u{1F600}": [8], "\u{FFFD}": [9]],
          chain: content.isEmpty ? [] : [content, [5]])
        #expect(statement.digest == Hash.digest(statement.json.canonicalBytes()))
      }
    }
  }

  @Test func `format names are unique`() {
    #expect(Set(Formats.names).count == Formats.names.count)
  }
}
