import Documents
import Evidence
import Testing
import TokenPool

@testable import KeyCeremony

@Suite struct ScriptTests {
  static let good = """
    schema: 1
    ceremony: { name: Test root, purpose: A test, kind: root, demo: true }
    token: { module: /usr/lib/softhsm/libsofthsm2.so, uri: "pkcs11:token=test", pin-file: pin }
    steps:
      - id: key
        verb: generate-key
        key: { type: ec, curve: P-384 }
        label: test-root
        cka-id: "01"
      - id: certificate
        verb: root-certificate
        key: key
        signature: ecdsa-sha384
        subject: { country: SE, organization: Test AB, common-name: Test Root }
        validity: { not-before: 2026-11-20, duration: 3650d }
        key-usage: [key-cert-sign, crl-sign]
        output: { certificate: root.pem }

    """

  /// The error that the good script gives after one change.
  private func message(replacing old: String, with new: String) throws -> String {
    try #require(Self.good.contains(old), "the good script lost: \(old)")
    let text = String(Self.good.replacing(old, with: new))
    do throws(CeremonyError) {
      _ = try Script(yaml: Array(text.utf8))
    } catch {
      #expect(error.kind == .usage)
      return error.message
    }
    return "accepted"
  }

  @Test func `a script is read into its steps`() throws {
    let script = try Script(yaml: Array(Self.good.utf8))
    #expect(script.name == "Test root")
    #expect(script.kind == .root)
    #expect(script.tokens[0].pin == .file("pin"))
    #expect(script.steps.map(\.id) == ["key", "certificate"])
    let key = try #require(script.steps.first as? GenerateKey)
    #expect(key.kind == .ec(.p384))
    #expect(key.ckaID == [1])
  }

  @Test(arguments: [
    ("schema: 1", "schema: 2", "schema (line 1, column 9): expected an integer from 1 to 1, found 2"),
    (
      "    label: test-root\n", "    label: test-root\n    lable: x\n",
      "steps[0].lable (line 9, column 12): unknown member; known members: id, token, approve, say, verb, key, label, cka-id, protection, purpose, pre-generated, output"
    ),
    (
      "    label: test-root\n", "    label: test-root\n    label: other\n",
      "line 9, column 5: key \"label\" may occur once (compared after normalisation)"
    ),
    ("curve: P-384", "curve: P-192", "steps[0].key.curve (line 7, column 29): expected one of P-256"),
    ("curve: P-384", "bits: 3072", "steps[0].key.curve (line 7, column 10): missing"),
    (
      "curve: P-384", "curve: P-384, bits: 3072",
      "steps[0].key.bits (line 7, column 42): does not apply to keys of type ec"
    ),
    (
      "type: ec, curve: P-384", "type: rsa, bits: 2047",
      "steps[0].key.bits (line 7, column 29): expected an integer from 2048 to 8192, found 2047"
    ),
    (
      "type: ec, curve: P-384", "type: rsa, bits: 3072, curve: P-256",
      "steps[0].key.curve (line 7, column 42): does not apply to keys of type rsa"
    ),
    ("verb: root-certificate", "verb: bless", "steps[1].verb (line 11, column 11): expected one of generate-key"),
    ("  - id: certificate", "  - id: key", "steps[1].id: \"key\" is the id of steps[0] already"),
    ("    key: key\n", "    key: other\n", "steps[1].key: no earlier step \"other\" makes a key"),
    ("signature: ecdsa-sha384", "signature: ecdsa-sha1", "steps[1].signature (line 13, column 16): expected one of"),
    (
      "signature: ecdsa-sha384", "signature: ed25519",
      "steps[1].signature: ed25519 cannot be made with a key of type P-384"
    ),
    (
      "duration: 3650d", "duration: 3650d, not-after: 2036-01-01",
      "steps[1].validity.duration (line 15, column 51): does not apply beside not-after"
    ),
    ("duration: 3650d", "duration: +3650d", "steps[1].validity.duration (line 15, column 51): expected days"),
    (
      "duration: 3650d", "not-after: 2026-11-19",
      "steps[1].validity.not-after (line 15, column 52): 2026-11-19T00:00:00Z is not after 2026-11-20T00:00:00Z"
    ),
    ("module: /usr", "module: usr", "token.module (line 3, column 18): expected an absolute path"),
    (", pin-file: pin", "", "token.pin-file (line 3, column 8): missing; name a file, or write 'prompt: true'"),
    (
      ", pin-file: pin", ", pin-file: pin, prompt: true",
      "token.prompt (line 3, column 100): does not apply beside pin-file"
    ),
    ("pkcs11:token=test", "pkcs11:token=test?pin-value=1234", "token.uri (line 3, column 56): expected a PKCS#11 URI"),
    ("kind: root", "kind: subordinate", "steps[1].verb: a ceremony of kind subordinate makes no root certificate"),
    ("cka-id: \"01\"", "cka-id: \"1\"", "steps[0].cka-id (line 9, column 13): expected 1 to 32 bytes"),
    ("country: SE", "country: Sweden", "steps[1].subject.country (line 14, column 25): expected two capital letters"),
    (
      "key-usage: [key-cert-sign, crl-sign]", "key-usage: [key-cert-sign, key-cert-sign]",
      "steps[1].key-usage (line 16, column 16): names something twice"
    ),
  ])
  func `an error says which member, and what is wrong with it`(old: String, new: String, expected: String) throws {
    let message = try message(replacing: old, with: new)
    #expect(message.hasPrefix(expected), "found: \(message)")
  }

  @Test func `a script without a root certificate is no root ceremony`() throws {
    let lines = Self.good.split(separator: "\n").prefix { $0 != "  - id: certificate" }
    #expect {
      _ = try Script(yaml: Array(lines.joined(separator: "\n").utf8))
    } throws: { error in
      (error as? CeremonyError)?.message == "ceremony.kind: root, but no step makes a root certificate"
    }
  }

  @Test(arguments: ["01-root", "02-issuing"])
  func `the demonstration's scripts name the token of the SoftHSM profile`(name: String) throws {
    let profile = try Document(yaml: Array(Repository.text("hsm-config/softhsm.yaml").utf8))
    let (module, uri) = try profile.read(
      as: .object { fields throws(DocumentError) in
        _ = try fields.required("schema", as: .integer(in: 1...1))
        return (try fields.required("module", as: .string), try fields.required("uri", as: .string))
      })
    let script = try Script(yaml: Array(Repository.text("ceremonies/demo/\(name).yaml").utf8))
    #expect(script.tokens[0].module == module && script.tokens[0].uri == uri)
  }
}
