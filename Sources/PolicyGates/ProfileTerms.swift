internal import Evidence
internal import X509

/// Terms of the profiles that several rules share.
enum KeyUsageType {
  /// The types A to F of EN 319 412-2 table 1; D, E and F with key encipherment or key agreement.
  static let all: [KeyUsage] = [
    [.nonRepudiation],
    [.nonRepudiation, .digitalSignature],
    [.digitalSignature],
    [.digitalSignature, .keyEncipherment], [.digitalSignature, .keyAgreement],
    [.keyEncipherment], [.keyAgreement],
    [.nonRepudiation, .digitalSignature, .keyEncipherment], [.nonRepudiation, .digitalSignature, .keyAgreement],
  ]
}

enum Address {
  /// Whether a URI has one of the schemes (which are of either case) and something behind it.
  static func has(_ uri: String, schemes: [String]) -> Bool {
    let lowercased = uri.lowercased()
    return schemes.contains { lowercased.hasPrefix("\($0)://") && lowercased.utf8.count > $0.utf8.count + 3 }
  }
}

extension CertificateContent {
  /// All PDS locations of the certificate; none where the statement is absent or malformed.
  var pdsLocations: [QCPDSLocation] {
    (qcStatements?.statements ?? []).flatMap { statement -> [QCPDSLocation] in
      if case .pds(let locations) = statement { locations } else { [] }
    }
  }
}
