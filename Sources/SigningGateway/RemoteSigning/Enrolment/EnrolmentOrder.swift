internal import Applications
internal import Cryptography
internal import Documents
internal import Evidence

/// What an enrolment in one call is asked to make: a credential, its certificate, and the evidence of the process.
struct EnrolmentOrder: Sendable {
  /// The client's name for it, by which it asks again.
  let id: String
  let issuer: String
  let policy: CertificatePolicy
  let credential: CredentialService.Order
  let certificate: CertificateContentPlan
  /// The application as it came; what it says is for the gates.
  let application: JSONValue
  let digest: Digest
}

extension EnrolmentOrder {
  /// Reads a body. Throws `.malformed` with the path of the member that is wrong.
  init(_ bytes: [UInt8], requester: String) throws(GatewayError) {
    do throws(DocumentError) {
      let document = try Document(json: bytes)
      let digest = EnrolmentOrder.digest(of: try document.jsonValue())
      self = try document.read(
        as: .object { fields throws(DocumentError) in
          try EnrolmentOrder(&fields, digest: digest, requester: requester)
        })
    } catch { throw .malformed(error) }
  }

  private init(_ fields: inout Fields, digest: Digest, requester: String) throws(DocumentError) {
    _ = try fields.required("schema", as: .integer(in: 1...1))
    id = try fields.required("enrolment", as: .name)
    issuer = try fields.required("issuer", as: .name)
    policy = try fields.required("policy", as: .choice)
    credential = try fields.required(
      "credential",
      as: .object { fields throws(DocumentError) in
        try CredentialService.Order(&fields, requester: requester)
      })
    certificate = try fields.required("certificate", as: CertificateContentPlan.shape)
    application = try fields.required("application", as: .json)
    self.digest = digest
    guard case .object = application else { throw fields.error("application", "expected an object") }
    // What no certificate could mend is said before there is a key.
    if credential.isOneTime, certificate.validityDays > 1 {
      throw fields.error("certificate", "is valid for more than a day, too long for a key of one session")
    }
    if policy.requiresQSCD, credential.level == .one {
      throw fields.error("policy", "promises a QSCD, which a credential at SCAL1 cannot keep (R-Q4)")
    }
  }

  /// What approvals name where there is no key yet: SHA-256 over the canonical JSON of the body without its null members and
  /// without the application, which holds the approvals.
  static func digest(of body: JSONValue) -> Digest { Hash.digest(bare(body, without: "application").canonicalBytes()) }

  private static func bare(_ value: JSONValue, without name: String? = nil) -> JSONValue {
    guard case .object(let members) = value else { return value }
    return .object(members.filter { $0.key != name && $0.value != .null }.mapValues { bare($0) })
  }
}
