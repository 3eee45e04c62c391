import DER
import Foundation
import TestSupport
import X509

/// One candidate from the vectors: a PEM block or a DER file that may be a certificate.
struct Candidate {
  let name: String
  let label: String
  let bytes: [UInt8]

  /// Found by a scan that is more lenient than our own PEM reader, so that no file hides behind a stray line.
  static func all(labels: Set<String>) -> [Candidate] {
    files().flatMap { path -> [Candidate] in
      guard let data = FileManager.default.contents(atPath: Vectors.root.appending(path: path).path) else { return [] }
      guard !path.hasSuffix(".der") else { return [Candidate(name: path, label: "", bytes: Array(data))] }
      return pemBlocks(String(decoding: data, as: UTF8.self)).filter { labels.contains($0.label) }
        .enumerated().map { Candidate(name: "\(path)[\($0)]", label: $1.label, bytes: $1.bytes) }
    }
  }

  private static func files() -> [String] {
    let skipped = ["corpora/json/", "corpora/yaml/", "corpora/http1/"]
    let found = FileManager.default.enumerator(atPath: Vectors.root.path)?.compactMap { $0 as? String } ?? []
    return found.filter { path in !skipped.contains { path.hasPrefix($0) } }.sorted()
  }

  private static func pemBlocks(_ text: String) -> [(label: String, bytes: [UInt8])] {
    var blocks: [(label: String, bytes: [UInt8])] = []
    var label: String?
    var body = ""
    for line in text.split(whereSeparator: \.isNewline).map({ $0.trimmingCharacters(in: .whitespaces) }) {
      if line.hasPrefix("-----BEGIN ") {
        label = String(line.dropFirst(11).dropLast(5))
        body = ""
      } else if line.hasPrefix("-----END "), let open = label {
        if let data = Data(base64Encoded: body) { blocks.append((open, Array(data))) }
        label = nil
      } else {
        body += line
      }
    }
    return blocks
  }
}

/// What the typed reading of one extension came to.
struct ExtensionReading {
  let name: String
  let oid: ObjectIdentifier
  /// What `encoded()` makes of the value; nil where there is no value.
  let encoded: [UInt8]?
  /// Why there is no value; nil where there is one.
  let defect: String?
}

extension TBSCertificate {
  /// Every extension of a type that the module knows and that stands in this certificate.
  var readings: [ExtensionReading] {
    let types: [any CertificateExtension.Type] = [
      BasicConstraints.self, KeyUsage.self, ExtendedKeyUsage.self, SubjectKeyIdentifier.self,
      AuthorityKeyIdentifier.self, SubjectAlternativeName.self, IssuerAlternativeName.self, CertificatePolicies.self,
      PolicyMappings.self, PolicyConstraints.self, InhibitAnyPolicy.self, NameConstraints.self,
      CRLDistributionPoints.self, FreshestCRL.self, AuthorityInformationAccess.self, SubjectInformationAccess.self,
      SubjectDirectoryAttributes.self, QCStatements.self, OCSPNoCheck.self, NoRevAvail.self,
      ValidityAssuredShortTerm.self, PrecertificatePoison.self, SignedCertificateTimestamps.self,
      CABFOrganizationIdentifier.self,
    ]
    return types.compactMap { reading($0) }
  }

  private func reading<Value: CertificateExtension>(_ type: Value.Type) -> ExtensionReading? {
    switch extensionValue(type) {
    case .absent: nil
    case .present(let value, _):
      ExtensionReading(name: "\(type)", oid: type.oid, encoded: value.encoded(), defect: nil)
    case .malformed(let error, _):
      ExtensionReading(name: "\(type)", oid: type.oid, encoded: nil, defect: "\(error)")
    case .repeated: ExtensionReading(name: "\(type)", oid: type.oid, encoded: nil, defect: "repeated")
    }
  }
}
