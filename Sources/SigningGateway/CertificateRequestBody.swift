internal import Cryptography
internal import Documents
package import Evidence

/// The body of a request for a certificate: `docs/API.md` names its members. Both sides of the wire read this file.
package enum CertificateRequestBody {
  static let schema: Int64 = 1

  /// Reads a body. Throws `.malformed` with the path of the member that is wrong.
  package static func read(_ bytes: [UInt8], issuer: String) throws(GatewayError) -> SigningRequest {
    do throws(DocumentError) {
      let document = try Document(json: bytes)
      let digest = digest(of: try document.jsonValue(), issuer: issuer)
      return try document.read(
        as: .object { fields throws(DocumentError) in try read(&fields, issuer: issuer, digest: digest) })
    } catch {
      throw .malformed(error)
    }
  }

  /// The request's identity: SHA-256 over the canonical JSON of the body without its null members and with the member
  /// `issuer` added. Who lost an answer asks with it what became of the request.
  static func digest(of body: JSONValue, issuer: String) -> Digest {
    guard case .object(let members) = body else { return Hash.digest(body.canonicalBytes()) }
    var present = members.filter { $0.value != .null }
    present["issuer"] = .string(issuer)
    return Hash.digest(JSONValue.object(present).canonicalBytes())
  }

  private static func read(
    _ fields: inout Fields, issuer: String, digest: Digest
  ) throws(DocumentError) -> SigningRequest {
    _ = try fields.required("schema", as: .integer(in: schema...schema))
    return SigningRequest(
      issuer: issuer,
      tbsCertificate: try fields.required("tbsCertificate", as: .base64),
      csr: try nullable("csr", .base64, &fields),
      policy: try fields.required("policy", as: .choice),
      event: try fields.required("event", as: .choice),
      application: try object(try fields.required("application", as: .json), "application", fields),
      attestation: try statement("attestation", &fields),
      sourceAttestation: try statement("sourceAttestation", &fields),
      previousCertificate: try nullable("previousCertificate", .base64, &fields),
      precertificate: try nullable("precertificate", .base64, &fields),
      digest: digest)
  }

  private static func statement(_ name: String, _ fields: inout Fields) throws(DocumentError) -> [UInt8]? {
    guard let value = try nullable(name, .json, &fields) else { return nil }
    return try object(value, name, fields)
  }

  /// Null says the same as absence: a client may send every member.
  private static func nullable<Value>(
    _ name: String, _ shape: FieldShape<Value>, _ fields: inout Fields
  ) throws(DocumentError) -> Value? {
    guard let document = try fields.optional(name, as: .document) else { return nil }
    if case .null = document.value { return nil }
    return try fields.optional(name, as: shape)
  }

  private static func object(
    _ value: JSONValue, _ name: String, _ fields: borrowing Fields
  ) throws(DocumentError) -> [UInt8] {
    guard case .object = value else { throw fields.error(name, "expected an object") }
    return value.canonicalBytes()
  }
}

extension GatewayError {
  static func malformed(_ error: DocumentError) -> GatewayError {
    .malformed(field: error.path ?? "$", problem: error.problem)
  }
}
