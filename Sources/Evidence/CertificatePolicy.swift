/// The certificate policies of EN 319 411-1 V1.5.1 and EN 319 411-2 V2.6.1. The caller declares one; nothing is guessed.
public enum CertificatePolicy: String, Sendable, Hashable, CaseIterable {
  case qcpN = "qcp-n"
  case qcpL = "qcp-l"
  case qcpNQSCD = "qcp-n-qscd"
  case qcpLQSCD = "qcp-l-qscd"
  case qevcpW = "qevcp-w"
  case qncpW = "qncp-w"
  case qncpWGen = "qncp-w-gen"
  case ncp
  case ncpPlus = "ncp+"
  case lcp
  case evcp, ovcp, ivcp, dvcp

  /// The policy's object identifier, dotted (EN 319 411-2 clause 5.3, EN 319 411-1 clause 5.3).
  public var dottedOID: String {
    switch self {
    case .qcpN: "0.4.0.194112.1.0"
    case .qcpL: "0.4.0.194112.1.1"
    case .qcpNQSCD: "0.4.0.194112.1.2"
    case .qcpLQSCD: "0.4.0.194112.1.3"
    case .qevcpW: "0.4.0.194112.1.4"
    case .qncpW: "0.4.0.194112.1.5"
    case .qncpWGen: "0.4.0.194112.1.6"
    case .ncp: "0.4.0.2042.1.1"
    case .ncpPlus: "0.4.0.2042.1.2"
    case .lcp: "0.4.0.2042.1.3"
    case .evcp: "0.4.0.2042.1.4"
    case .dvcp: "0.4.0.2042.1.6"
    case .ovcp: "0.4.0.2042.1.7"
    case .ivcp: "0.4.0.2042.1.8"
    }
  }

  /// True for the policies of EN 319 411-2.
  public var isQualified: Bool { dottedOID.hasPrefix("0.4.0.194112.1.") }

  /// True where the private key must reside in a qualified signature or seal creation device.
  public var requiresQSCD: Bool { self == .qcpNQSCD || self == .qcpLQSCD }
}
