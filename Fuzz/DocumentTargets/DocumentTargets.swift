internal import Attestation
internal import Documents
internal import Evidence
public import FuzzSupport

/// The readers of JSON, YAML and what they carry.
public enum DocumentReaders {
  public static let all = [json, yaml, canonical, attestation, webauthn, csc, oauth]

  static let json = FuzzTarget("json") { input throws(BrokenPromise) in
    let document: Document
    do throws(DocumentError) { document = try Document(json: input) } catch {
      _ = error.description
      return false
    }
    return try isStable(document)
  }

  static let yaml = FuzzTarget("yaml") { input throws(BrokenPromise) in
    let document: Document
    do throws(DocumentError) { document = try Document(yaml: input) } catch {
      _ = error.description
      return false
    }
    return try isStable(document)
  }

  /// Canonical JSON: what is taken has no second spelling.
  static let canonical = FuzzTarget("canonical") { input throws(BrokenPromise) in
    guard let value = JSONValue(canonical: input) else { return false }
    try promise(value.canonicalBytes() == input, "canonical JSON has a second spelling")
    return true
  }

  /// A statement of a key's origin, as it comes with a request.
  static let attestation = FuzzTarget("attestation") { input throws(BrokenPromise) in
    guard let document = try? Document(json: input).jsonValue() else { return false }
    let keys: [AttestedKey]
    do throws(AttestationError) {
      let statement = try Statement(json: document)
      keys = try Formats.appraise(statement, under: AppraisalTerms(now: Instant(seconds: 1_795_176_000)))
    } catch {
      _ = error.description
      return false
    }
    try promise(
      keys.allSatisfy { $0.evidenceClass == .asserted || $0.signer?.anchor != nil },
      "a statement that nobody signed counts for more than asserted")
    return true
  }

  /// Written canonically, a document reads as the same value by both readers of JSON.
  private static func isStable(_ document: Document) throws(BrokenPromise) -> Bool {
    let value: JSONValue
    do throws(DocumentError) { value = try document.jsonValue() } catch {
      _ = error.description
      return false
    }
    let bytes = value.canonicalBytes()
    let again: [UInt8]
    do throws(DocumentError) { again = try Document(json: bytes).jsonValue().canonicalBytes() } catch {
      throw BrokenPromise("what was written cannot be read: \(error)")
    }
    try promise(again == bytes, "written and read, the document has another spelling")
    try promise(JSONValue(canonical: bytes)?.canonicalBytes() == bytes, "the record's reader refuses what was written")
    return true
  }
}
