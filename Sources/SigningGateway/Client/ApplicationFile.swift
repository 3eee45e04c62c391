internal import Applications
internal import DER
internal import Documents
internal import Evidence
internal import X509

/// A subscriber's application as the registration desk wrote it: what the certificate shall say, and the evidence of
/// the process, which goes to the gateway as it stands.
struct ApplicationFile {
  let application: ApplicationDocument
  let content: CertificateContentPlan

  static var shape: FieldShape<ApplicationFile> {
    .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: 1...1))
      return ApplicationFile(
        application: try fields.required("application", as: documentShape),
        content: try fields.required("certificate", as: CertificateContentPlan.shape))
    }
  }

  /// The same file at a desk that signs parts of it: whether a certificate is planned matters to nobody there.
  static var deskShape: FieldShape<(application: ApplicationDocument, content: CertificateContentPlan?)> {
    .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: 1...1))
      return (
        try fields.required("application", as: documentShape),
        try fields.optional("certificate", as: CertificateContentPlan.shape)
      )
    }
  }

  private static var documentShape: FieldShape<ApplicationDocument> {
    .converted(.json) { value, path throws(DocumentError) in
      do throws(DocumentError) { return try ApplicationDocument(value) } catch {
        throw DocumentError(path: path + (error.path ?? "$").dropFirst(), problem: error.problem)
      }
    }
  }
}

/// What the subject's certificate shall say, beside its key, serial and issuer.
struct CertificateContentPlan {
  let subject: [AttributeTypeAndValue]
  let validityDays: Int64
  let keyUsage: KeyUsage
  let statements: [QCStatement]
  let crls: [String]
  let issuerCertificates: [String]
  let responders: [String]

  var subjectName: Name { Name(subject) }

  static var shape: FieldShape<CertificateContentPlan> {
    .object { fields throws(DocumentError) in
      CertificateContentPlan(
        subject: try fields.required("subject", as: subjectShape),
        // The gates bound it by what the issuer may; ten years is where a typing error begins.
        validityDays: try fields.required("validity-days", as: .integer(in: 1...3660)),
        keyUsage: try fields.required("key-usage", as: keyUsageShape).reduce([]) { $0.union($1) },
        statements: try fields.required("qc-statements", as: statementsShape),
        crls: try fields.optional("crl", as: .list(of: uri)) ?? [],
        issuerCertificates: try fields.optional("ca-issuers", as: .list(of: uri)) ?? [],
        responders: try fields.optional("ocsp", as: .list(of: uri)) ?? [])
    }
  }

  /// Members may stand in any order; the name has this one.
  private static var subjectShape: FieldShape<[AttributeTypeAndValue]> {
    .object { fields throws(DocumentError) in
      let types: [(String, ObjectIdentifier, CharacterString.Kind)] = [
        ("country", .countryName, .printable), ("organization", .organizationName, .utf8),
        ("organization-identifier", .organizationIdentifier, .utf8), ("given-name", .givenName, .utf8),
        ("surname", .surname, .utf8), ("pseudonym", .pseudonym, .utf8), ("serial-number", .serialNumber, .printable),
        ("common-name", .commonName, .utf8),
      ]
      var attributes: [AttributeTypeAndValue] = []
      for (name, type, kind) in types {
        let shape = FieldShape<CharacterString>.text("text of the alphabet \(kind)") { CharacterString(kind, $0) }
        if let value = try fields.optional(name, as: shape) { attributes.append(AttributeTypeAndValue(type, value)) }
      }
      return attributes
    }
  }

  private static var keyUsageShape: FieldShape<[KeyUsage]> {
    let names: [String: KeyUsage] = [
      "digital-signature": .digitalSignature, "non-repudiation": .nonRepudiation,
      "key-encipherment": .keyEncipherment, "key-agreement": .keyAgreement,
    ]
    let one = FieldShape<KeyUsage>.text("one of \(names.keys.sorted().joined(separator: ", "))") { names[$0] }
    return .list(of: one, count: 1...names.count)
  }

  private static var statementsShape: FieldShape<[QCStatement]> {
    .object { fields throws(DocumentError) in
      var statements: [QCStatement] = []
      if try fields.optional("compliance", as: .bool) ?? false { statements.append(.compliance) }
      if try fields.optional("sscd", as: .bool) ?? false { statements.append(.sscd) }
      let types: [String: ObjectIdentifier] = ["esign": .qcTypeESign, "eseal": .qcTypeESeal, "web": .qcTypeWeb]
      let type = FieldShape<ObjectIdentifier>.text("one of eseal, esign, web") { types[$0] }
      if let type = try fields.optional("type", as: type) { statements.append(.type([type])) }
      if let places = try fields.optional("pds", as: .list(of: location, count: 1...30)) {
        statements.append(.pds(places))
      }
      let semantics = FieldShape<ObjectIdentifier>.text("one of legal, natural") { Self.semantics[$0] }
      if let identifier = try fields.optional("semantics", as: semantics) {
        statements.append(.semantics(QCSemantics(identifier: identifier)))
      }
      return statements
    }
  }

  /// EN 319 412-1, 5.1: how the identifier in the subject is to be read.
  private static let semantics: [String: ObjectIdentifier] = [
    "natural": ObjectIdentifier(0, 4, 0, 194121, 1, 1), "legal": ObjectIdentifier(0, 4, 0, 194121, 1, 2),
  ]

  private static var location: FieldShape<QCPDSLocation> {
    .object { fields throws(DocumentError) in
      QCPDSLocation(
        url: try fields.required("url", as: uri),
        language: try fields.required("language", as: language))
    }
  }

  /// EN 319 412-5, 4.3.4: an ISO 639-1 code.
  private static var language: FieldShape<String> {
    .text("two letters of ISO 639-1, such as en") { $0.wholeMatch(of: /[a-z]{2}/) == nil ? nil : $0 }
  }

  private static var uri: FieldShape<String> {
    .text("a URI in ASCII without spaces") { text in
      let fits = text.contains(":") && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      return fits ? text : nil
    }
  }
}
