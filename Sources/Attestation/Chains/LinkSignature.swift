internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// Whether one key signed some bytes, with what had to be tolerated.
enum LinkSignature {
  enum Outcome: Sendable, Hashable {
    case valid([EvidenceWeakness])
    case refused(AppraisalProblem)
  }

  /// A certificate's signature by a key (SubjectPublicKeyInfo, DER).
  static func check(_ certificate: TolerantCertificate, by spki: [UInt8], _ terms: AppraisalTerms) -> Outcome {
    guard proper(certificate.innerAlgorithm) == proper(certificate.signatureAlgorithm) else {
      return .refused(AppraisalProblem(.signatureInvalid, "\(certificate.subjectText): two signature algorithms"))
    }
    return check(
      certificate.signature, over: certificate.tbsBytes, certificate.signatureAlgorithm, by: spki, terms,
      what: certificate.subjectText)
  }

  /// Any signature that names its algorithm as X.509 does. `what` stands in front of the problem's detail.
  static func check(
    _ signature: [UInt8], over message: [UInt8], _ algorithm: AlgorithmIdentifier, by spki: [UInt8],
    _ terms: AppraisalTerms, what: String
  ) -> Outcome {
    var signature = signature
    var algorithm = algorithm
    var tolerated: [TolerantCertificate.Defect] = []
    if isECDSA(algorithm), algorithm.parameters == AlgorithmIdentifier.null {
      algorithm = AlgorithmIdentifier(algorithm.algorithm)
      tolerated.append(.nullParameters)
    }
    if algorithm.parameters == nil, let proper = rsa[algorithm.algorithm] {
      algorithm = proper
      tolerated.append(.absentParameters)
    }
    if isECDSA(algorithm), let repaired = ECDSASignature.unsigned(signature), repaired != signature {
      signature = repaired
      tolerated.append(.negativeSignature)
    }
    do {
      let scheme = try legacy[algorithm] ?? .modern(SignatureAlgorithms.scheme(of: algorithm))
      guard try terms.signatures.holds(signature, over: message, by: spki, scheme) else {
        return .refused(AppraisalProblem(.signatureInvalid, what))
      }
    } catch {
      return .refused(AppraisalProblem(.algorithmRefused, "\(what): \(error)"))
    }
    let weaknesses = tolerated.map { EvidenceWeakness(.derTolerance, "\(what): \($0.rawValue)") }
    guard legacy[algorithm] != nil else { return .valid(weaknesses) }
    guard terms.legacy.contains(.sha1) else {
      return .refused(AppraisalProblem(.algorithmRefused, "\(what): signed with SHA-1"))
    }
    return .valid(weaknesses + [EvidenceWeakness(.sha1Signature, "\(what): signed with SHA-1")])
  }

  /// Taken only where the verifier was told to.
  private static let legacy: [AlgorithmIdentifier: AttestationScheme] = [
    AlgorithmIdentifier(.sha1WithRSAEncryption, parameters: AlgorithmIdentifier.null): .rsaPKCS1WithSHA1,
    AlgorithmIdentifier(.ecdsaWithSHA1): .ecdsaWithSHA1,
  ]

  /// As it ought to be written: NULL and no parameters are told apart by no verifier that takes both.
  private static func proper(_ algorithm: AlgorithmIdentifier) -> AlgorithmIdentifier {
    if isECDSA(algorithm), algorithm.parameters == AlgorithmIdentifier.null {
      return AlgorithmIdentifier(algorithm.algorithm)
    }
    return algorithm.parameters == nil ? rsa[algorithm.algorithm] ?? algorithm : algorithm
  }

  private static func isECDSA(_ algorithm: AlgorithmIdentifier) -> Bool {
    [ObjectIdentifier.ecdsaWithSHA1, .ecdsaWithSHA256, .ecdsaWithSHA384, .ecdsaWithSHA512].contains(algorithm.algorithm)
  }

  private static let rsa: [ObjectIdentifier: AlgorithmIdentifier] = [
    .sha256WithRSAEncryption: .sha256WithRSAEncryption, .sha384WithRSAEncryption: .sha384WithRSAEncryption,
    .sha512WithRSAEncryption: .sha512WithRSAEncryption,
    .sha1WithRSAEncryption: AlgorithmIdentifier(.sha1WithRSAEncryption, parameters: AlgorithmIdentifier.null),
  ]
}

extension ObjectIdentifier {
  fileprivate static let ecdsaWithSHA1 = ObjectIdentifier(1, 2, 840, 10045, 4, 1)
}

/// ECDSA-Sig-Value (RFC 3279, 2.2.3) as lenient encoders write it.
enum ECDSASignature {
  /// The signature with r and s taken as numbers without a sign; nil where it is no pair of integers, or where one is
  /// padded: a missing leading zero is tolerated, one too many is not.
  static func unsigned(_ signature: [UInt8]) -> [UInt8]? {
    let numbers: ([UInt8], [UInt8])? = try? DERReader.decode(signature[...]) { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in
        (Array(try reader.primitive(.integer)), Array(try reader.primitive(.integer)))
      }
    }
    guard let (r, s) = numbers, isUnpadded(r), isUnpadded(s) else { return nil }
    return encoded(r: r, s: s)
  }

  private static func isUnpadded(_ content: [UInt8]) -> Bool {
    guard let first = content.first else { return false }
    return first != 0 || content.dropFirst().first.map { $0 & 0x80 != 0 } ?? true
  }

  /// From big-endian numbers, leading zeros or none.
  static func encoded(r: [UInt8], s: [UInt8]) -> [UInt8] {
    var writer = DERWriter()
    writer.sequence { writer in
      writer.unsignedInteger(Array(r.drop { $0 == 0 }))
      writer.unsignedInteger(Array(s.drop { $0 == 0 }))
    }
    return writer.bytes
  }
}
