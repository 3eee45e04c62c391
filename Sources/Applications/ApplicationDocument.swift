internal import Cryptography
public import Documents
public import Evidence

/// An application as it came: read, and kept as it stands, for its parts are signed.
///
/// `docs/application.schema.json` publishes the form. Names of members are those of the values in `Evidence`, an
/// abbreviation being a word like any other: `recordID` is `recordId`, `termsSHA256` is `termsSha256`. A member that is
/// not there is nil and a matter for the gates; what has the wrong type, an unknown name or an unknown value is an error
/// with its path.
public struct ApplicationDocument: Sendable {
  public static let schema: Int64 = 1

  public let application: IssuanceApplication
  public let signatures: [SignedStatement]
  /// The whole document. What signatures are over is made of it.
  public let json: JSONValue

  /// Reads JSON, in any spelling.
  public init(json bytes: [UInt8]) throws(DocumentError) {
    try self.init(try Document(json: bytes))
  }

  /// Reads a value out of another document.
  public init(_ value: JSONValue) throws(DocumentError) {
    // One reader for all: what the gateway will read is what is read here.
    try self.init(json: value.canonicalBytes())
  }

  /// Reads YAML. A scalar without quotes is what JSON would call it: where text is wanted, `2026` needs quotes.
  public init(yaml bytes: [UInt8]) throws(DocumentError) {
    try self.init(try Document(yaml: bytes).jsonValue())
  }

  private init(_ document: Document) throws(DocumentError) {
    json = try document.jsonValue()
    (application, signatures) = try document.read(as: ApplicationDocument.shape)
  }

  /// SHA-256 over the canonical JSON of the registration: what an approval names. Nil where there is none.
  public var registrationSHA256: Digest? { json["registration"].map { Hash.digest($0.canonicalBytes()) } }

  /// The bytes that a signature over a part is over; nil where the part is not there.
  ///
  /// Canonical JSON (RFC 8785) of `{"schema": 1, "application": <id>, "registration": {…}}`, or of the same with
  /// `"approval": {…}`: a signature names its application, and one kind of statement cannot stand for another.
  public func statement(_ part: ProcessSignature.Part) -> [UInt8]? {
    let content: (name: String, value: JSONValue?) =
      switch part {
      case .registration: ("registration", json["registration"])
      case .approval(let index): ("approval", approval(index))
      }
    guard let value = content.value else { return nil }
    let statement: [String: JSONValue] = [
      "schema": .integer(ApplicationDocument.schema), "application": .string(application.id), content.name: value,
    ]
    return JSONValue.object(statement).canonicalBytes()
  }

  private func approval(_ index: Int) -> JSONValue? {
    guard let approvals = json["processing"]?["approvals"]?.elements, approvals.indices.contains(index) else {
      return nil
    }
    return approvals[index]
  }
}

/// A signature over a part, as it came.
public struct SignedStatement: Sendable, Hashable {
  public let part: ProcessSignature.Part
  public let signer: String
  public let format: ProcessSignature.Format
  /// A compact JWS without its payload, or a CMS SignedData in base64.
  public let value: String

  public init(part: ProcessSignature.Part, signer: String, format: ProcessSignature.Format, value: String) {
    self.part = part
    self.signer = signer
    self.format = format
    self.value = value
  }

  /// As it stands in the application's list `signatures`.
  public var json: JSONValue {
    .object([
      "signs": .string(part.name), "signer": .string(signer), "format": .string(format.rawValue),
      "value": .string(value),
    ])
  }
}

extension ProcessSignature.Part {
  /// `registration`, or `approvals/0` and on.
  public var name: String {
    switch self {
    case .registration: "registration"
    case .approval(let index): "approvals/\(index)"
    }
  }

  /// Takes the one spelling that `name` gives.
  public init?(name: String) {
    if name == "registration" {
      self = .registration
      return
    }
    guard name.hasPrefix("approvals/"), let index = Int(name.dropFirst("approvals/".count)), index >= 0 else {
      return nil
    }
    self = .approval(index)
    guard self.name == name else { return nil }
  }
}
