internal import Evidence

/// What `az keyvault key get-attestation` writes for a key of a Managed HSM: the blob of each half and the certificates,
/// base64url in JSON.
///
/// The public key that stands beside them in the document (a JWK) is signed by nobody and not looked at.
struct AzureDocument {
  let blobs: [(path: String, bytes: [UInt8])]
  /// PEM.
  let certificates: [UInt8]

  static func isOne(_ bytes: [UInt8]) -> Bool {
    String(validating: bytes, as: UTF8.self)?.contains(#""privateKeyAttestation""#) ?? false
  }

  /// Takes the whole answer, its `attributes`, or their `attestation` alone.
  init(_ bytes: [UInt8]) throws(AttestationError) {
    guard let document = StrictJSON.value(bytes) else {
      throw .malformed(path: Statement.whole, found: "no strict JSON", required: "JSON without duplicate names")
    }
    let attributes = document["attributes"] ?? document
    let attestation = attributes["attestation"] ?? attributes
    guard attestation["version"]?.text == "MRVL-1" else {
      throw .malformed(
        path: "statement.version", found: attestation["version"]?.text ?? "absent", required: "MRVL-1")
    }
    var blobs: [(path: String, bytes: [UInt8])] = []
    for name in ["privateKeyAttestation", "publicKeyAttestation"] {
      guard let value = attestation[name], value != .null else { continue }
      blobs.append(("statement.\(name)", try AzureDocument.decoded(value, name)))
    }
    guard blobs.first?.path == "statement.privateKeyAttestation" else {
      throw .malformed(path: "statement.privateKeyAttestation", found: "absent", required: "present")
    }
    self.blobs = blobs
    certificates = try AzureDocument.decoded(attestation["certificatePemFile"] ?? .null, "certificatePemFile")
  }

  private static func decoded(_ value: JSONValue, _ name: String) throws(AttestationError) -> [UInt8] {
    guard let bytes = value.text.flatMap({ Base64URL.decode($0) }), !bytes.isEmpty else {
      throw .malformed(path: "statement.\(name)", found: "no base64url text", required: "base64url")
    }
    return bytes
  }
}
