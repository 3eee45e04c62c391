internal import Applications
internal import Documents
internal import Evidence

/// An officer as the configuration names it, before the key is read.
struct OfficerSettings: Sendable {
  let id: String
  let roles: Set<Officer.Role>
  let publicKey: String
  let validFrom: Instant
  let validUntil: Instant

  static var shape: FieldShape<OfficerSettings> {
    .object { fields throws(DocumentError) in
      let settings = OfficerSettings(
        id: try fields.required(
          "id", as: .text("a name of letters, digits, '-' and '_'") { Route.isName($0) ? $0 : nil }),
        roles: Set(try fields.required("roles", as: .list(of: .choice, count: 1...Officer.Role.allCases.count))),
        publicKey: try fields.required("public-key", as: .string),
        validFrom: try fields.required("valid-from", as: .instant),
        validUntil: try fields.required("valid-until", as: .instant))
      guard settings.validFrom < settings.validUntil else {
        throw fields.error("valid-until", "expected a time after valid-from")
      }
      return settings
    }
  }

  /// The entry with its key, which is a reviewed file.
  func read(_ files: inout SourceFiles) throws(ConfigurationError) -> RegisteredOfficer {
    let pem = String(decoding: try files.read(publicKey), as: UTF8.self)
    do {
      return try RegisteredOfficer(id: id, roles: roles, pem: pem, validFrom: validFrom, validUntil: validUntil)
    } catch {
      throw ConfigurationError(file: files.path(publicKey), problem: error.description)
    }
  }
}
