internal import DER
internal import Documents
internal import Evidence
internal import PolicyGates
internal import X509

/// What a script says of a certificate that it makes: all but the key, the serial number and the issuer.
struct CertificateProfile: Sendable {
  enum KeyUsage: String, CaseIterable, Sendable {
    case keyCertSign = "key-cert-sign"
    case crlSign = "crl-sign"
    case digitalSignature = "digital-signature"
  }

  /// Nil where the subject is another certificate's: a cross-certificate's, or a list signer's.
  let subject: SubjectName?
  let validity: Validity
  let signature: SignatureName
  /// Nil where the certificate sets no limit.
  let pathLength: Int?
  let keyUsage: [KeyUsage]
  let purposes: [KeyPurpose]
  let policies: [ProfilePolicy]
  let inhibitAnyPolicy: Int?
  let names: NameLimits
  let crlURLs: [String]
  let caIssuersURLs: [String]
  let ocspURLs: [String]
  /// The CA is another organisation's than its issuer.
  let isUnaffiliated: Bool

  /// Each kind of certificate has members of its own; what a kind fixes cannot be written.
  init(_ fields: inout Fields, of kind: CACertificateEvidence.Kind) throws(DocumentError) {
    let isSubordinate = kind == .issuing || kind == .intermediate || kind == .cross
    let isCA = kind == .root || isSubordinate
    subject =
      kind == .cross || kind == .crlSigner ? nil : try fields.required("subject", as: SubjectName.shape)
    validity = try fields.required("validity", as: .object { fields throws(DocumentError) in try Validity(&fields) })
    signature = try fields.required("signature", as: .choice)
    pathLength = isCA ? try fields.optional("path-length", as: .integer(in: 0...16)).map { Int($0) } : nil
    keyUsage =
      isCA
      ? try fields.required("key-usage", as: .list(of: .choice, count: 1...3))
      : [kind == .crlSigner ? .crlSign : .digitalSignature]
    purposes =
      isSubordinate
      ? try fields.optional("ext-key-usage", as: .list(of: KeyPurpose.shape, count: 1...8)) ?? []
      : kind == .ocspResponder ? [.ocspSigning] : []
    policies = isCA ? try fields.optional("policies", as: .list(of: ProfilePolicy.shape, count: 1...16)) ?? [] : []
    inhibitAnyPolicy =
      isSubordinate ? try fields.optional("inhibit-any-policy", as: .integer(in: 0...16)).map { Int($0) } : nil
    names = isSubordinate ? try fields.optional("name-constraints", as: NameLimits.shape) ?? .none : .none
    crlURLs = try fields.optional("crl-urls", as: .list(of: .webAddress, count: 1...8)) ?? []
    caIssuersURLs = try fields.optional("ca-issuers-urls", as: .list(of: .webAddress, count: 1...8)) ?? []
    ocspURLs =
      kind == .ocspResponder ? [] : try fields.optional("ocsp-urls", as: .list(of: .webAddress, count: 1...8)) ?? []
    isUnaffiliated = isSubordinate ? try fields.optional("unaffiliated", as: .bool) ?? false : false
    for (name, values) in [
      ("policies", policies.map(\.identifier.description)), ("key-usage", keyUsage.map(\.rawValue)),
      ("ext-key-usage", purposes.map(\.identifier.description)),
    ] where Set(values).count != values.count {
      throw fields.error(name, "names something twice")
    }
  }
}

/// EN 319 412-2 clause 4.2.3.1: what an issuer's name holds, each once.
struct SubjectName: Sendable, Hashable {
  let country: String
  let organization: String
  /// EN 319 412-1 clause 5.1.4, such as `NTRSE-5560000000`; nil where the organisation has no known number.
  let organizationIdentifier: String?
  let commonName: String

  static var shape: FieldShape<SubjectName> {
    .object { fields throws(DocumentError) in
      SubjectName(
        country: try fields.required("country", as: .country),
        organization: try fields.required("organization", as: .line),
        organizationIdentifier: try fields.optional("organization-identifier", as: .line),
        commonName: try fields.required("common-name", as: .line))
    }
  }

  var description: String {
    [
      "C=\(country)", "O=\(organization)", organizationIdentifier.map { "organizationIdentifier=\($0)" },
      "CN=\(commonName)",
    ].compactMap { $0 }.joined(separator: ", ")
  }
}

/// A key purpose (RFC 5280, 4.2.1.12) by a name or a dotted identifier.
struct KeyPurpose: Sendable, Hashable {
  let name: String
  let identifier: ObjectIdentifier

  static let ocspSigning = KeyPurpose(name: "ocsp-signing", identifier: .ocspSigning)

  static var shape: FieldShape<KeyPurpose> {
    .text(
      "a dotted object identifier or one of \(known.map(\.name).joined(separator: ", "))"
    ) { text in
      known.first { $0.name == text } ?? ObjectIdentifier(text).map { KeyPurpose(name: text, identifier: $0) }
    }
  }

  private static let known = [
    KeyPurpose(name: "server-auth", identifier: .serverAuth), KeyPurpose(name: "client-auth", identifier: .clientAuth),
    KeyPurpose(name: "email-protection", identifier: .emailProtection),
    KeyPurpose(name: "document-signing", identifier: .documentSigning),
    KeyPurpose(name: "code-signing", identifier: .codeSigning),
    KeyPurpose(name: "time-stamping", identifier: .timeStamping), ocspSigning,
  ]
}

/// A policy, with the address of the practice statement where the certificate gives one.
struct ProfilePolicy: Sendable, Hashable {
  let identifier: ObjectIdentifier
  let practiceStatement: String?

  static var shape: FieldShape<ProfilePolicy> {
    .text(
      .converted(.policy) { identifier, _ in ProfilePolicy(identifier: identifier, practiceStatement: nil) },
      orObject: .object { fields throws(DocumentError) in
        ProfilePolicy(
          identifier: try fields.required("policy", as: .policy),
          practiceStatement: try fields.required("cps", as: .practiceStatement))
      })
  }

  var information: PolicyInformation {
    PolicyInformation(identifier, qualifiers: practiceStatement.map { [.practiceStatement($0)] } ?? [])
  }

  var description: String { practiceStatement.map { "\(identifier) (\($0))" } ?? "\(identifier)" }
}

extension FieldShape where Value == ObjectIdentifier {
  /// A dotted identifier, or `any-policy` (RFC 5280 clause 4.2.1.4).
  fileprivate static var policy: FieldShape {
    .text("a dotted object identifier or any-policy") { $0 == "any-policy" ? .anyPolicy : ObjectIdentifier($0) }
  }
}

extension FieldShape where Value == String {
  static var country: FieldShape {
    .text("two capital letters") { text in
      text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? text : nil
    }
  }

  /// Unlike the addresses of status services, one that people follow may be encrypted.
  fileprivate static var practiceStatement: FieldShape {
    .text("an http:// or https:// address of printable ASCII") { text in
      let ascii = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      return ascii && (text.hasPrefix("http://") || text.hasPrefix("https://")) && text.utf8.count > 8 ? text : nil
    }
  }
}

extension CertificateProfile {
  /// What the certificate will say, for people who review the script.
  var plan: [PlanLine] {
    let lists = [
      ("key usage", keyUsage.map(\.rawValue)), ("purposes", purposes.map(\.name)),
      ("policies", policies.map(\.description)), ("permitted names", names.permitted.map(\.description)),
      ("excluded names", names.excluded.map(\.description)), ("CRL", crlURLs), ("CA issuers", caIssuersURLs),
      ("OCSP", ocspURLs),
    ]
    let own = subject.map { [PlanLine("subject", $0.description)] } ?? []
    let limits =
      [PlanLine("path length", pathLength.map { "\($0)" } ?? "no limit")]
      + (inhibitAnyPolicy.map { [PlanLine("any policy", "inhibited after \($0) CAs")] } ?? [])
      + (isUnaffiliated ? [PlanLine("affiliation", "another organisation's CA")] : [])
    return own + [
      PlanLine("valid", validity.description), PlanLine("signature", signature.rawValue),
    ] + (keyUsage.contains(.keyCertSign) ? limits : [])
      + lists.filter { !$0.1.isEmpty }.map { PlanLine($0.0, $0.1.joined(separator: ", ")) }
  }
}
