internal import Applications
internal import Attestation
public import Evidence
internal import PolicyGates

/// The gateway's whole input: one reviewed file and the files that it names. See `docs/OPERATIONS.md`.
public struct Configuration: Sendable {
  /// Nothing here is for real: software tokens may stand in for certified devices.
  public let demo: Bool
  /// Path of the record store.
  public let state: String
  let listeners: ListenerSettings
  let limits: Limits
  /// Paths of the PKCS#11 modules, by name.
  let modules: [String: String]
  let tokens: [String: TokenSettings]
  /// By the token's name: who signs statements about its keys.
  let attestationKeys: [String: AttestationKeySettings]
  let issuers: [String: IssuerSettings]
  /// Names of the tokens whose keys the gateway may ask about live, in the order in which it asks.
  let subjectTokens: [String]
  let devices: DeviceDocument
  /// Anchors and advisories of the operator.
  let appraisal: AppraisalSettings
  /// SHA-256 over the file of `devices`.
  let devicesFile: Digest
  /// Hours between the loss of a device's status on record and the end of the time to revoke what rests on it.
  let lostDeviceHours: Int64
  /// Who may sign statements about applications.
  let officers: OfficerRegister
  /// Keys that nobody gets a certificate for.
  let knownWeakKeys: KnownWeakKeys
  let requesters: [Requester]
  /// Nil where no signatory signs remotely.
  let remoteSigning: RemoteSigningSettings?
  /// Who may approve changes; none in a demo that does without.
  let operators: [Operator]
  /// SHA-256 over canonical JSON: `{"configuration": <SHA-256 of the file>, "files": {<path as written>: <SHA-256>}}`.
  ///
  /// The files are the device register, officers' keys, the list of weak keys, the certificates of issuers, their chains
  /// and service descriptions, the listener's certificate and the client CA. Secrets (PINs, the TLS key), the CRL and the
  /// record store are not in it: they change without review.
  public let digest: Digest
  /// What the digest is over, so that the record store can keep it.
  let reviewedFiles: [ReviewedFile]
  /// Those of them that the listener reads again while it runs, by their paths.
  let reviewedTLS: [ReviewedFile]
}

/// A file that somebody reviewed: part of the configuration digest.
struct ReviewedFile: Sendable, Hashable {
  /// As written in the configuration.
  let name: String
  let content: [UInt8]
}

/// Where the gateway listens.
struct ListenerSettings: Sendable {
  static let mtlsName = "mtls"
  static let healthName = "health"
  /// For browsers and CSC clients: no client certificate is asked for.
  static let publicName = "public"

  struct Public: Sendable {
    let address: String
    let port: UInt16
    let tls: TLSFiles
  }

  let mtlsAddress: String
  /// 0 lets the system choose.
  let mtlsPort: UInt16
  let tls: TLSFiles
  let healthAddress: String
  let healthPort: UInt16
  /// Nil where no signatory signs remotely.
  let publicListener: Public?
}

/// Bounds of what a client can make the gateway hold. The times are absolute deadlines in seconds.
struct Limits: Sendable {
  var bodyBytes = 262_144
  var headerSeconds: Int64 = 5
  var bodySeconds: Int64 = 10
  var answerSeconds: Int64 = 20
  var connections = 512
}

/// A token and how many threads work on it.
struct TokenSettings: Sendable {
  let module: String
  /// RFC 7512.
  let uri: String
  let pinFile: String
  let lanes: Int
  /// Requests that may wait for a lane; one more is answered 503.
  let queue: Int
  /// Nil where the gateway makes no statements about this token's keys.
  var attestation: AttestationKeyEntry?
}

/// A CA that signs subject certificates.
struct IssuerSettings: Sendable {
  /// How a key is named on its token.
  enum Key: Sendable, Hashable {
    case label(String)
    case id([UInt8])
  }

  let token: String
  let key: Key
  /// The CA certificate, DER.
  let certificate: [UInt8]
  /// From the issuer of `certificate` to the root, DER.
  let chain: [[UInt8]]
  let service: ServiceDocument
  /// The configuration's baseline, with what this CA's certificate policy raises.
  let terms: JudgingTerms
  /// It had a history before this gateway, which must be on record before it signs.
  let requiresInventory: Bool
}

/// Why the configuration cannot be used.
public struct ConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  public let file: String
  public let problem: String

  public var description: String { "\(file): \(problem)" }
}
