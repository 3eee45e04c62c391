internal import Evidence

/// Terms on keys that several rules share.
extension KeyFacts {
  var isRSA: Bool { if case .rsa = kind { true } else { false } }
  var isEC: Bool { if case .ec = kind { true } else { false } }
  var isEdwards: Bool { kind == .ed25519 || kind == .ed448 }

  /// A violation for each weakness of one kind.
  func violations(_ kind: KeyWeakness.Kind, required: String) -> [Violation] {
    weaknesses.filter { $0.kind == kind }.map {
      Violation(field: "subjectPublicKeyInfo", found: $0.evidence, required: required)
    }
  }
}

extension PostQuantumAlgorithm {
  /// The parameter sets of TS 119 312 V2.1.1, 6.2.
  var isAgreed: Bool {
    switch self {
    case .slhDSASHA2128s, .slhDSASHA2128f, .slhDSASHAKE128s, .slhDSASHAKE128f: false
    default: true
    }
  }
}

extension KeyKind {
  /// For findings.
  var label: String {
    switch self {
    case .rsa: "RSA"
    case .ec(let curve): curve.rawValue
    case .ed25519: "Ed25519"
    case .ed448: "Ed448"
    case .postQuantum(let algorithm): algorithm.rawValue
    case .other(let oid): Self.names[oid].map { "\($0) (\(oid))" } ?? oid
    }
  }

  /// Algorithms and curves that keys may have and policies do not take.
  private static let names = [
    "1.2.840.10045.3.1.1": "P-192", "1.3.132.0.33": "P-224", "1.3.132.0.10": "secp256k1",
    "1.3.36.3.3.2.8.1.1.5": "brainpoolP224r1", "1.3.36.3.3.2.8.1.1.8": "brainpoolP256t1",
    "1.3.36.3.3.2.8.1.1.12": "brainpoolP384t1", "1.3.36.3.3.2.8.1.1.14": "brainpoolP512t1",
    "1.2.156.10197.1.301": "SM2", "1.2.840.10040.4.1": "DSA", "1.2.840.10046.2.1": "Diffie-Hellman",
    "1.2.840.113549.1.3.1": "Diffie-Hellman", "1.3.101.110": "X25519", "1.3.101.111": "X448",
    "1.2.643.7.1.1.1.1": "GOST R 34.10-2012 of 256 bits", "1.2.643.7.1.1.1.2": "GOST R 34.10-2012 of 512 bits",
    "2.16.840.1.101.3.4.4.1": "ML-KEM-512", "2.16.840.1.101.3.4.4.2": "ML-KEM-768",
    "2.16.840.1.101.3.4.4.3": "ML-KEM-1024",
  ]
}
