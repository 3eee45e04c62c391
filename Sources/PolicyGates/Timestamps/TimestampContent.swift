internal import DER
public import Evidence
public import X509

extension HashAlgorithm {
  /// As message imprints name it (RFC 5754, 2: no parameters).
  public var imprint: AlgorithmIdentifier { AlgorithmIdentifier(imprintIdentifier) }

  init?(imprint identifier: ObjectIdentifier) {
    guard let known = Self.allCases.first(where: { $0.imprintIdentifier == identifier }) else { return nil }
    self = known
  }

  private var imprintIdentifier: ObjectIdentifier {
    switch self {
    case .sha256: .sha256
    case .sha384: .sha384
    case .sha512: .sha512
    case .sha3_256: .sha3_256
    case .sha3_384: .sha3_384
    case .sha3_512: .sha3_512
    }
  }
}

extension TimestampUnit {
  /// The extensions of a token: none, or the claim that it is an EU qualified one.
  public static func extensions(qualified: Bool) -> [Extension] {
    qualified ? [Extension(QCStatements([.unknown(.qualifiedTimestamp, info: nil)]), critical: false)] : []
  }
}
