internal import DER
internal import Evidence
internal import X509

/// The token repeats digest and nonce exactly as they were asked for.
struct TimestampIsOverTheDigest: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_3161.2-4-2.imprint_differs", source: .rfc3161("2.4.2"), scope: .timestamp, duties: [.i5])

  func applies(to evidence: TimestampEvidence) -> Bool { evidence.reading != nil }

  func check(_ evidence: TimestampEvidence) -> [Violation] {
    guard let info = evidence.reading else { return [] }
    let imprint = info.imprint
    let digest = imprint.algorithm.parameters == nil ? HashAlgorithm(imprint: imprint.algorithm.algorithm) : nil
    let nonce = evidence.nonce.map { X509.SerialNumber(magnitude: $0) }
    return [Violation].unless(
      digest == evidence.digest.algorithm && imprint.digest == evidence.digest.bytes, "timestamp.messageImprint",
      found: "\(imprint.algorithm.algorithm):\(Hex.encode(imprint.digest))", required: "\(evidence.digest)")
      + .unless(
        info.nonce == nonce, "timestamp.nonce", found: info.nonce.map { "\($0)" } ?? "absent",
        required: nonce.map { "\($0)" } ?? "absent")
  }
}
