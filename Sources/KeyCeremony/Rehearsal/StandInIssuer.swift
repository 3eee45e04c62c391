internal import Cryptography
internal import DER
internal import Documents
internal import Evidence
internal import TokenPool
internal import X509

/// An issuer that takes the place of one whose key is elsewhere: by its name and kind of key, where its certificate is
/// there to tell them.
struct StandInIssuer {
  let label: String
  private let key: String
  private let signature: String
  private let subject: [(member: String, value: String)]

  /// - Parameter organization: of an issuer whose certificate is not there.
  init(_ label: String, certificate file: String, organization: [String: String]) throws(CeremonyError) {
    self.label = label
    let text = FilePath.exists(file) ? String(decoding: try FilePath.read(file), as: UTF8.self) : ""
    let certificate = try? Certificate(pem: text)
    let name = certificate?.tbsCertificate.subject
    let members: [(String, ObjectIdentifier)] = [
      ("country", .countryName), ("organization", .organizationName),
      ("organization-identifier", .organizationIdentifier), ("common-name", .commonName),
    ]
    let unknown = organization.merging(
      ["common-name": "Stand-in for \(label)"], uniquingKeysWith: { first, _ in first })
    subject = members.compactMap { member, type in
      (name.map { $0.values(of: type).first?.text } ?? unknown[member]).map { (member, $0) }
    }
    (key, signature) = StandInIssuer.algorithms(certificate)
  }

  private static func algorithms(_ certificate: Certificate?) -> (String, String) {
    let key = certificate.flatMap { try? PublicKey(spki: $0.tbsCertificate.subjectPublicKeyInfo.derBytes) }
    switch key?.facts.kind {
    case .rsa(let bits, _): return ("{ type: rsa, bits: \(bits) }", "rsa-pkcs1-sha384")
    case .ec(let curve):
      let hash = curve.bits <= 256 ? "256" : curve.bits <= 384 ? "384" : "512"
      return ("{ type: ec, curve: \(curve.rawValue) }", "ecdsa-sha\(hash)")
    case .ed25519: return ("{ type: ed25519 }", "ed25519")
    default: return ("{ type: ec, curve: P-384 }", "ecdsa-sha384")
    }
  }

  /// A ceremony that makes the key and certifies it with itself.
  func script(
    on choice: TokenChoice, output: String, ckaID: String, protection: KeyProtection
  ) throws(CeremonyError) -> Script {
    let names = subject.map { "\($0.member): \(StandInIssuer.quoted($0.value))" }.joined(separator: ", ")
    guard case .file(let pin) = choice.pin else { throw CeremonyError(.token, "no PIN for the stand-in of \(label)") }
    let yaml = """
      schema: 1
      ceremony: { name: Stand-in for \(label), purpose: A rehearsal, kind: root, demo: true }
      token:
        module: \(choice.module)
        uri: "\(choice.uri)"
        pin-file: \(StandInIssuer.quoted(pin))
      steps:
        - id: key
          verb: generate-key
          key: \(key)
          label: \(label)
          cka-id: "\(ckaID)"
          protection: \(protection.rawValue)
        - id: certificate
          verb: root-certificate
          key: key
          signature: \(signature)
          subject: { \(names) }
          validity: { not-before: now, duration: 9125d }
          key-usage: [key-cert-sign, crl-sign]
          output: { certificate: \(StandInIssuer.quoted(output)) }

      """
    return try Script(yaml: Array(yaml.utf8))
  }

  /// JSON's spelling of a text is YAML's too.
  private static func quoted(_ text: String) -> String {
    String(decoding: JSONValue.string(text).canonicalBytes(), as: UTF8.self)
  }
}
