public import Documents
public import Evidence

/// An officer as a reviewed file names it, before the key is read.
public struct OfficerEntry: Sendable {
  public let id: String
  public let roles: Set<Officer.Role>
  /// The name of the file with the key.
  public let publicKey: String
  public let validFrom: Instant
  public let validUntil: Instant

  public static var shape: FieldShape<OfficerEntry> {
    .object { fields throws(DocumentError) in
      let entry = OfficerEntry(
        id: try fields.required(
          "id", as: .text("a name of letters, digits, '-' and '_'") { isName($0) ? $0 : nil }),
        roles: Set(try fields.required("roles", as: .list(of: .choice, count: 1...Officer.Role.allCases.count))),
        publicKey: try fields.required("public-key", as: .string),
        validFrom: try fields.required("valid-from", as: .instant),
        validUntil: try fields.required("valid-until", as: .instant))
      guard entry.validFrom < entry.validUntil else {
        throw fields.error("valid-until", "expected a time after valid-from")
      }
      return entry
    }
  }

  /// The entries of a file of their own, for a lint: `schema: 1` and `officers`, as they stand in the gateway's
  /// configuration.
  public static func list(yaml bytes: [UInt8]) throws(DocumentError) -> [OfficerEntry] {
    let entries = try Document(yaml: bytes).read(
      as: .object { fields throws(DocumentError) in
        _ = try fields.required("schema", as: .integer(in: 1...1))
        return try fields.required("officers", as: .list(of: shape, count: 0...1000))
      })
    if let problem = problem(in: entries) { throw DocumentError(path: "$.officers", problem: problem) }
    return entries
  }

  /// What entries that are each right have wrong together.
  public static func problem(in entries: [OfficerEntry]) -> String? {
    Set(entries.map(\.id)).count == entries.count ? nil : "an id occurs twice"
  }

  /// The entry with its key, out of the content of the file that it names.
  public func registered(pem: [UInt8]) throws(OfficerError) -> RegisteredOfficer {
    try RegisteredOfficer(
      id: id, roles: roles, pem: String(decoding: pem, as: UTF8.self), validFrom: validFrom, validUntil: validUntil)
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": true
        default: false
        }
      }
  }
}
