internal import Cryptography
internal import DER
internal import Documents
internal import Evidence

/// Somebody who takes part, named in the script with the public key that their approvals are verified with.
struct Person: Sendable {
  /// What a person signs approvals with.
  enum Device: Sendable, Hashable {
    /// An encrypted private key in a file (PKCS#8): for rehearsals and demonstrations.
    case keyFile(String)
    /// A card or token of the person's own.
    case pkcs11(module: String, uri: String)
    /// A FIDO2 authenticator; the credential's id as it was enrolled.
    case fido2(credential: [UInt8])
  }

  let id: String
  let name: String
  let organization: String?
  let roles: [Role]
  let key: PublicKey
  let device: Device

  init(id: String, name: String, organization: String?, roles: [Role], key: PublicKey, device: Device) {
    self.id = id
    self.name = name
    self.organization = organization
    self.roles = roles
    self.key = key
    self.device = device
  }

  /// The same person with another key, for a rehearsal.
  func with(key: PublicKey, device: Device) -> Person {
    Person(id: id, name: name, organization: organization, roles: roles, key: key, device: device)
  }

  /// As a screen and a report name the person.
  var title: String { "\(name) (\(roles.map(\.title).joined(separator: ", ")))" }

  var json: JSONValue {
    .object([
      "id": .string(id), "name": .string(name), "organization": organization.map(JSONValue.string) ?? .null,
      "roles": .array(roles.map { .string($0.rawValue) }), "publicKey": .string(Base64.encode(key.facts.spki)),
    ])
  }
}

extension Person {
  init(_ fields: inout Fields) throws(DocumentError) {
    id = try fields.required("id", as: .identifier)
    name = try fields.required("name", as: .line)
    organization = try fields.optional("organization", as: .line)
    roles = try fields.required("roles", as: .list(of: .choice, count: 1...6))
    key = try fields.required("public-key", as: .text("a public key in PEM", Person.publicKey))
    device = try fields.required(
      "signs-with", as: .object { fields throws(DocumentError) in try Device(&fields) })
    if Set(roles).count != roles.count { throw fields.error("roles", "names a role twice") }
    for role in roles {
      if let other = roles.first(where: { role.forbidden.contains($0) }) {
        throw fields.error("roles", "nobody is \(role.title) and \(other.title) at once")
      }
    }
  }

  private static func publicKey(_ text: String) -> PublicKey? {
    guard let pem = try? PEM(text, label: "PUBLIC KEY") else { return nil }
    return try? PublicKey(spki: pem.bytes)
  }
}

extension Person.Device {
  fileprivate init(_ fields: inout Fields) throws(DocumentError) {
    let file = try fields.optional("key-file", as: .line)
    let card = try fields.optional(
      "pkcs11",
      as: .object { fields throws(DocumentError) in
        Person.Device.pkcs11(
          module: try fields.required("module", as: .absolutePath),
          uri: try fields.required("uri", as: .text("a PKCS#11 URI such as pkcs11:token=name", TokenChoice.tokenURI)))
      })
    let authenticator = try fields.optional(
      "fido2",
      as: .object { fields throws(DocumentError) in
        Person.Device.fido2(credential: try fields.required("credential", as: .base64url))
      })
    let given = [file.map(Person.Device.keyFile), card, authenticator].compactMap { $0 }
    guard let only = given.first, given.count == 1 else {
      throw fields.error("key-file", "name one of key-file, pkcs11 and fido2")
    }
    self = only
  }
}

/// The people of a ceremony; none where a demonstration has nobody to ask.
struct People: Sendable {
  let all: [Person]

  /// Throws where two entries are the same person, by id or by key: nobody counts twice.
  init(_ all: [Person], _ fields: inout Fields) throws(DocumentError) {
    for (index, person) in all.enumerated() {
      let earlier = all[..<index]
      if earlier.contains(where: { $0.id == person.id }) {
        throw fields.error("people", "people[\(index)].id: \"\(person.id)\" is somebody else's id already")
      }
      if let other = earlier.first(where: { $0.key.facts.spkiSHA256 == person.key.facts.spkiSHA256 }) {
        throw fields.error("people", "people[\(index)].public-key: is \(other.id)'s already; two people have two keys")
      }
    }
    self.all = all
  }

  init(_ all: [Person]) { self.all = all }

  subscript(id: String) -> Person? { all.first { $0.id == id } }

  func having(_ role: Role) -> [Person] { all.filter { $0.roles.contains(role) } }
}
