import Cryptography
import Evidence
import Testing

@testable import Attestation

private let device = DeviceIdentity(
  manufacturer: "SoftHSM project", model: "SoftHSM v2", serial: "0123456789abcdef", hardwareVersion: "2.6",
  firmwareVersion: "2.6")

/// A key as SoftHSM 2.6.1 describes one that it generated; each argument changes one answer.
private func attributes(
  local: Truth = .yes, sensitive: Truth = .yes, alwaysSensitive: Truth = .yes, neverExtractable: Truth = .yes,
  extractable: Truth = .no, mechanism: UInt64? = 0x1040
) -> KeyAttributes {
  KeyAttributes(
    device: device, tokenLabel: "subjects", hardwareSlot: .no, spki: [0x30, 0x03, 0x02, 0x01, 0x05], local: local,
    sensitive: sensitive, alwaysSensitive: alwaysSensitive, neverExtractable: neverExtractable,
    extractable: extractable, generationMechanism: mechanism, readAt: Instant(seconds: 1_795_176_000))
}

/// Whether it was generated inside and cannot be read, and so on: yes is the good answer to all of them.
private func values(_ key: AttestedKey) -> [Truth] {
  [
    key[.generatedInside].value, key[.extractableClear].value.negated, key[.everNonSensitive].value.negated,
    key[.extractableWrapped].value.negated, key[.everExtractable].value.negated, key[.generationMechanism].value,
  ]
}

private func appraise(_ document: JSONValue) throws -> AttestedKey {
  let keys = try Formats.appraise(
    try Statement(json: document), under: AppraisalTerms(now: Instant(seconds: 1_795_176_000)))
  return try #require(keys.first)
}

/// The statement's members with some of them changed; nil takes a member out.
private func statement(_ change: (inout [String: JSONValue]) -> Void) -> JSONValue {
  guard case .object(var members) = PKCS11Attributes(readLive: attributes()).statement else { return .null }
  change(&members)
  return .object(members)
}

private func refusal(_ statement: JSONValue) -> String {
  do { return "admitted: \(try PKCS11Attributes(received: statement))" } catch { return error.description }
}

@Suite struct PKCS11AttributesTests {
  @Test func `a generated key satisfies every claim, with the class of a live reading`() {
    let key = PKCS11Attributes(readLive: attributes()).appraise()
    #expect(values(key) == [.yes, .yes, .yes, .yes, .yes, .yes])
    #expect(key.evidenceClass == .attributesLive)
    #expect(key[.generatedInside].evidenceClass == .attributesLive)
    #expect(key[.generatedInside].source == "pkcs11 CKA_LOCAL")
    #expect(key.device == StatedDevice(device))
    #expect(key.observedAt == Instant(seconds: 1_795_176_000))
  }

  @Test func `that a key leaves under a trusted key alone is said where it is so, and read again`() throws {
    func guarded(_ value: Truth) -> KeyAttributes {
      KeyAttributes(
        device: device, tokenLabel: "subjects", hardwareSlot: .no, spki: [0x30, 0x03, 0x02, 0x01, 0x05], local: .yes,
        sensitive: .yes, alwaysSensitive: .yes, neverExtractable: .no, extractable: .yes, generationMechanism: 0x1040,
        readAt: Instant(seconds: 1_795_176_000), wrapWithTrusted: value)
    }
    let said = PKCS11Attributes(readLive: guarded(.yes)).statement
    #expect(said["attributes"]?["CKA_WRAP_WITH_TRUSTED"]?.text == "true")
    #expect(try PKCS11Attributes(received: said).attributes == guarded(.yes))
    for value in [Truth.no, .unknown] {
      let silent = PKCS11Attributes(readLive: guarded(value)).statement
      #expect(silent["attributes"]?["CKA_WRAP_WITH_TRUSTED"] == nil)
      #expect(try PKCS11Attributes(received: silent).attributes == guarded(.unknown))
    }
    let other = statement { members in
      guard case .object(var told)? = members["attributes"] else { return }
      told["CKA_WRAP_WITH_TRUSTED"] = .string("false")
      members["attributes"] = .object(told)
    }
    #expect(refusal(other).contains("true, or no such member"))
  }

  @Test func `the key is named by the digest of its SubjectPublicKeyInfo`() {
    let key = PKCS11Attributes(readLive: attributes()).appraise()
    #expect(key.spkiSHA256 == Hash.digest([0x30, 0x03, 0x02, 0x01, 0x05]))
  }

  @Test func `the raw digest is over the canonical statement`() {
    let live = PKCS11Attributes(readLive: attributes())
    #expect(live.appraise().rawDigest == Hash.digest(live.statement.canonicalBytes()))
  }

  @Test func `a statement that is sent back to us is asserted only, whatever it says`() throws {
    let live = PKCS11Attributes(readLive: attributes())
    let received = try appraise(live.statement)
    #expect(received.evidenceClass == .asserted)
    #expect(received[.everExtractable].evidenceClass == .asserted)
    #expect(received.rawDigest == live.appraise().rawDigest)
  }

  @Test func `a statement survives writing and reading`() throws {
    for mechanism in [0x0, 0x1040, UInt64.max, nil] {
      let original = attributes(local: .unknown, extractable: .yes, mechanism: mechanism)
      let statement = PKCS11Attributes(readLive: original).statement
      #expect(try PKCS11Attributes(received: statement).attributes == original)
      #expect(JSONValue(canonical: statement.canonicalBytes()) == statement)
    }
  }

  @Test func `an imported key is none of it`() {
    let imported = attributes(
      local: .no, sensitive: .yes, alwaysSensitive: .no, neverExtractable: .no, extractable: .no, mechanism: nil)
    #expect(values(PKCS11Attributes(readLive: imported).appraise()) == [.no, .yes, .no, .yes, .no, .unknown])
  }

  @Test func `the ghost that a failed create leaves on SoftHSM was never extractable, and was not generated either`() {
    let ghost = attributes(local: .no, neverExtractable: .yes, mechanism: nil)
    let key = PKCS11Attributes(readLive: ghost).appraise()
    #expect(key[.everExtractable].value == .no)
    #expect(key[.generatedInside].value == .no)
  }

  @Test func `a key that was tightened after it was made still says that it was loose`() {
    let tightened = attributes(neverExtractable: .no, extractable: .no)
    #expect(values(PKCS11Attributes(readLive: tightened).appraise()) == [.yes, .yes, .yes, .yes, .no, .yes])
  }

  @Test func `tpm2-pkcs11 names a generation mechanism for an imported key: each claim stands alone`() {
    let imported = attributes(local: .no, extractable: .yes, mechanism: 0x1040)
    let key = PKCS11Attributes(readLive: imported).appraise()
    #expect(key[.generationMechanism].value == .yes)
    #expect(key[.generatedInside].value == .no)
    #expect(key[.extractableWrapped].value == .yes)
  }

  @Test func `what the module does not answer is unknown, not false`() {
    let silent = attributes(
      local: .unknown, sensitive: .unknown, alwaysSensitive: .unknown, neverExtractable: .unknown,
      extractable: .unknown, mechanism: nil)
    #expect(values(PKCS11Attributes(readLive: silent).appraise()) == Array(repeating: .unknown, count: 6))
  }

  @Test(arguments: [(UInt64(0x0), Truth.yes), (0x1040, .yes), (0x1055, .yes), (0x1056, .no), (0x350, .no), (.max, .no)])
  func `only mechanisms that make signing key pairs count`(mechanism: UInt64, expected: Truth) {
    let key = PKCS11Attributes(readLive: attributes(mechanism: mechanism)).appraise()
    #expect(key[.generationMechanism].value == expected)
  }
}

@Suite struct PKCS11StatementTests {
  @Test func `an unknown member is refused by name`() {
    #expect(
      refusal(statement { $0["note"] = .string("trust me") }) == "attestation note is an unknown member, must be absent"
    )
  }

  @Test func `an unknown member inside the token is refused with its path`() {
    let changed = statement { members in
      guard case .object(var token)? = members["token"] else { return }
      token["vendor"] = .string("x")
      members["token"] = .object(token)
    }
    #expect(refusal(changed) == "attestation token.vendor is an unknown member, must be absent")
  }

  @Test func `a missing attribute is refused, not taken as unknown`() {
    let changed = statement { members in
      guard case .object(var attributes)? = members["attributes"] else { return }
      attributes["CKA_LOCAL"] = nil
      members["attributes"] = .object(attributes)
    }
    #expect(refusal(changed) == "attestation attributes.CKA_LOCAL is absent, must be present")
  }

  @Test func `a boolean is not a truth value: there are three of them`() {
    let changed = statement { members in
      guard case .object(var attributes)? = members["attributes"] else { return }
      attributes["CKA_LOCAL"] = .bool(true)
      members["attributes"] = .object(attributes)
    }
    #expect(refusal(changed) == "attestation attributes.CKA_LOCAL is not a string, must be a string")
  }

  @Test(arguments: ["0x01040", "0X1040", "4160", "0x", "", "0x10000000000000000", "0x1A"])
  func `a mechanism has one spelling`(text: String) {
    let changed = statement { members in
      guard case .object(var attributes)? = members["attributes"] else { return }
      attributes["CKA_KEY_GEN_MECHANISM"] = .string(text)
      members["attributes"] = .object(attributes)
    }
    #expect(
      refusal(changed)
        == "attestation attributes.CKA_KEY_GEN_MECHANISM is \(text), must be unknown or 0x with lower-case digits")
  }

  @Test func `another schema is refused`() {
    #expect(refusal(statement { $0["schema"] = .integer(2) }) == "attestation schema is 2, must be 1")
  }

  @Test func `a statement may not promote itself`() {
    let changed = statement { $0["evidenceClass"] = .string("signed") }
    #expect(
      refusal(changed)
        == "attestation evidenceClass is signed, must be attributes-live or attributes-live-certified-channel")
  }

  @Test func `a time that is none is refused`() {
    let changed = statement { $0["readAt"] = .string("2026-02-30T00:00:00Z") }
    #expect(refusal(changed) == "attestation readAt is 2026-02-30T00:00:00Z, must be an RFC 3339 time in UTC")
  }
}
