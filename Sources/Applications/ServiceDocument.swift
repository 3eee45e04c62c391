internal import DER
public import Documents
public import Evidence

/// The operator's description of a service: a reviewed file beside the configuration. `docs/OPERATIONS.md` names its
/// members.
public struct ServiceDocument: Sendable {
  public let description: ServiceDescription
  /// For the evidence that is kept with a decision.
  public let json: JSONValue

  /// Nothing is said of the service: the gates find what they miss.
  public static let empty = ServiceDocument(
    description: ServiceDescription(), json: .object(["schema": .integer(ServiceDocument.schema)]))

  private static let schema: Int64 = 1

  public init(yaml bytes: [UInt8]) throws(DocumentError) {
    try self.init(json: try Document(yaml: bytes).jsonValue().canonicalBytes())
  }

  public init(json bytes: [UInt8]) throws(DocumentError) {
    let document = try Document(json: bytes)
    self.init(description: try document.read(as: ServiceDocument.shape), json: try document.jsonValue())
  }

  private init(description: ServiceDescription, json: JSONValue) {
    self.description = description
    self.json = json
  }

  private static var shape: FieldShape<ServiceDescription> {
    .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: schema...schema))
      return ServiceDescription(
        status: try fields.optional("status", as: StatusServices.shape),
        practices: try fields.optional("practices", as: Practices.shape),
        policies: PolicyRegister(try fields.list("policies", of: PolicyRegister.Entry.shape, atMost: 1000)))
    }
  }
}

extension StatusServices {
  fileprivate static var shape: FieldShape<StatusServices> {
    .object { fields throws(DocumentError) in
      StatusServices(
        crl: try fields.required("crl", as: .bool), ocsp: try fields.required("ocsp", as: .bool),
        maximumRevocationSeconds: try fields.optional("maximum-revocation-seconds", as: .integer(in: 1...31_536_000))
          ?? 86400)
    }
  }
}

extension Practices {
  fileprivate static var shape: FieldShape<Practices> {
    .object { fields throws(DocumentError) in
      Practices(
        methods: try fields.required("methods", as: .list(of: IdentificationMethod.shape)),
        terms: try fields.required("terms", as: .list(of: TermsVersion.shape)),
        reuseDays: try days("reuse-days", &fields), acceptanceDays: try days("acceptance-days", &fields),
        listCheckDays: try days("list-check-days", &fields),
        registrationAuthorities: Set(
          try fields.list("registration-authorities", of: .words, atMost: 1000)))
    }
  }

  private static func days(_ name: String, _ fields: inout Fields) throws(DocumentError) -> Int {
    Int(clamping: try fields.required(name, as: .integer(in: 0...3660)))
  }
}

extension IdentificationMethod {
  fileprivate static var shape: FieldShape<IdentificationMethod> {
    .object { fields throws(DocumentError) in
      IdentificationMethod(
        id: try fields.required("id", as: .words), kinds: Set(try fields.required("kinds", as: .list(of: .choice))),
        isPhysicalPresence: try fields.required("physical-presence", as: .bool),
        isRemote: try fields.required("remote", as: .bool),
        identMethod: try fields.optional(
          "ident-method", as: .text("a dotted object identifier") { ObjectIdentifier($0)?.description }),
        from: try fields.required("from", as: .instant), until: try fields.optional("until", as: .instant))
    }
  }
}

extension TermsVersion {
  fileprivate static var shape: FieldShape<TermsVersion> {
    .object { fields throws(DocumentError) in
      TermsVersion(
        version: try fields.required("version", as: .words), sha256: try fields.required("sha256", as: .sha256Hex),
        from: try fields.required("from", as: .instant), until: try fields.optional("until", as: .instant),
        policies: Set(try fields.required("policies", as: .list(of: .choice))),
        statesEUQualified: try fields.required("states-eu-qualified", as: .bool),
        requiresDevice: try fields.required("requires-device", as: .bool))
    }
  }
}
