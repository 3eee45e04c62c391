import Cryptography
import DER
public import Evidence

/// Officers with keys, who sign applications as a registration desk would. Made without the product's own signer.
public struct SampleOffice: Sendable {
  public let keys: [String: TestKey]

  /// `officer-1`, `approver-1` and `approver-2` with P-256 keys.
  public init() throws {
    keys = try Dictionary(
      uniqueKeysWithValues: ["officer-1", "approver-1", "approver-2"].map { ($0, try TestKey(curve: .p256)) })
  }

  public struct Unknown: Error { let officer: String }

  public func key(_ officer: String) throws -> TestKey {
    guard let key = keys[officer] else { throw Unknown(officer: officer) }
    return key
  }

  /// PEM of an officer's public key.
  public func publicKey(_ officer: String) throws -> String { try SampleOffice.publicKey(of: try key(officer)) }

  public static func publicKey(of key: TestKey) throws -> String {
    PEM(label: "PUBLIC KEY", bytes: try key.spki).text
  }

  /// The files that `configuration` names.
  public func files() throws -> [String: String] {
    var files = ["service.yaml": ServiceDescription.sampleYAML]
    for name in keys.keys { files["\(name).pem"] = try publicKey(name) }
    return files
  }

  /// Members of a gateway's configuration.
  public static let configuration = """
    officers:
      - {id: officer-1, roles: [registration officer], public-key: officer-1.pem, valid-from: 2026-01-01, valid-until: 2027-12-31}
      - {id: approver-1, roles: [approver], public-key: approver-1.pem, valid-from: 2026-01-01, valid-until: 2027-12-31}
      - {id: approver-2, roles: [approver], public-key: approver-2.pem, valid-from: 2026-01-01, valid-until: 2027-12-31}
    """

  /// The sample's application with approvals that name its registration and the subject's key, and every part signed.
  public func document(_ sample: SampleProcess, subjectKey: Digest? = nil) throws -> JSONValue {
    var application = sample.application
    if let registration = application.sampleJSON["registration"] {
      let digest = Hash.digest(registration.canonicalBytes())
      for index in application.processing?.approvals.indices ?? 0..<0 {
        application.processing?.approvals[index].registrationSHA256 = digest
        if let subjectKey { application.processing?.approvals[index].subjectKeySHA256 = subjectKey }
      }
    }
    return try sign(application.sampleJSON, as: sample.signatures.map { ($0.part, $0.signer) })
  }

  /// Adds the list `signatures`.
  public func sign(
    _ document: JSONValue, as signers: [(part: ProcessSignature.Part, signer: String)]
  ) throws -> JSONValue {
    guard case .object(var members) = document else { return document }
    members["signatures"] = .array(
      try signers.map { part, signer in
        let statement = SampleOffice.statement(part, of: document)
        return .object([
          "signs": .string(SampleOffice.name(part)), "signer": .string(signer), "format": .string("jws"),
          "value": .string(try SampleJWS.sign(statement, key(signer))),
        ])
      })
    return .object(members)
  }

  /// What a signature over a part is over, written down once more.
  public static func statement(_ part: ProcessSignature.Part, of document: JSONValue) -> [UInt8] {
    let id = JSONValue.string(document["id"]?.text ?? "").canonicalBytes()
    let (name, value): (String, JSONValue?) =
      switch part {
      case .registration: ("registration", document["registration"])
      case .approval(let index): ("approval", document["processing"]?["approvals"]?.elements?[index])
      }
    // "application" sorts before "approval", and both before "registration".
    return Array(#"{"application":"#.utf8) + id + Array(#",""#.utf8) + Array(name.utf8) + Array(#"":"#.utf8)
      + (value?.canonicalBytes() ?? []) + Array(#","schema":1}"#.utf8)
  }

  private static func name(_ part: ProcessSignature.Part) -> String {
    switch part {
    case .registration: "registration"
    case .approval(let index): "approvals/\(index)"
    }
  }
}

/// JWS in the making.
public enum SampleJWS {
  /// Compact, without the payload.
  public static func sign(
    _ payload: [UInt8], _ key: TestKey, header: String = #"{"alg":"ES256"}"#, scheme: SignatureScheme = .ecdsa(.sha256)
  ) throws -> String {
    let start = base64URL(Array(header.utf8))
    let signature = try key.sign(Array("\(start).\(base64URL(payload))".utf8), scheme: scheme)
    guard case .ecdsa = scheme else { return "\(start)..\(base64URL(signature))" }
    return "\(start)..\(base64URL(try sideBySide(signature, width: (try key.publicKey.facts.bits + 7) / 8)))"
  }

  public static func base64URL(_ bytes: [UInt8]) -> String {
    Base64.encode(bytes).replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// RFC 7518, 3.4: both numbers in full length, one after the other.
  private static func sideBySide(_ signature: [UInt8], width: Int) throws -> [UInt8] {
    let numbers = try DERReader.decode(signature[...]) { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        [try reader.unsignedInteger(), try reader.unsignedInteger()]
      }
    }
    return numbers.flatMap { [UInt8](repeating: 0, count: width - $0.count) + $0 }
  }
}

extension ServiceDescription {
  /// The file that says what `sample` is.
  public static let sampleYAML = """
    schema: 1
    status: {crl: true, ocsp: true}
    practices:
      reuse-days: 365
      acceptance-days: 30
      list-check-days: 7
      registration-authorities: [external-ra]
      methods:
        - {id: in-person, kinds: [natural person, legal person, device, website], physical-presence: true, remote: false, ident-method: 0.4.0.1862.1.8.3, from: 2025-01-01}
        - {id: video, kinds: [natural person], physical-presence: false, remote: true, ident-method: 0.4.0.1862.1.8.3, from: 2025-01-01}
        - {id: old-video, kinds: [natural person], physical-presence: false, remote: true, from: 2024-01-01, until: 2026-06-01}
      terms:
        - version: 2026-09
          sha256: \(Sample.termsSHA256.hex)
          from: 2026-09-01
          policies: [\(CertificatePolicy.allCases.map(\.rawValue).joined(separator: ", "))]
          states-eu-qualified: true
          requires-device: false
    """
}
