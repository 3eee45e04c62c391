import Cryptography
import DER
import Evidence
import TestSupport
import X509

@testable import PolicyGates

/// A time-stamp token that every gate admits, over SHA-256 with a nonce, by a unit that is not a qualified one.
struct SampleTimestamp {
  static let policy = ObjectIdentifier(1, 3, 6, 1, 4, 1, 99999, 1)
  static let claim = QCStatements([.unknown(.qualifiedTimestamp, info: nil)])

  var key = SampleKey.issuing
  /// The key that the token has.
  var found = SampleKey.issuing
  var certificate = SampleTimestamp.unitCertificate
  var isQualified = false
  var isAnothersKey = false
  var asked = Sample.hash(1)
  var askedNonce: [UInt8]? = [0x80, 1]
  var last: Instant? = Sample.now
  var now = Sample.now

  var policy = SampleTimestamp.policy
  var imprint = MessageImprint(algorithm: HashAlgorithm.sha256.imprint, digest: Sample.hash(1).bytes)
  var genTime = Sample.now.seconds
  var accuracy: TimestampAccuracy? = TimestampAccuracy(seconds: 1)
  var ordering = false
  var nonce: [UInt8]? = [0x80, 1]
  var extensions: [Extension] = []
  /// Instead of the TSTInfo's own.
  var content: [UInt8]?
  var messageDigest: [UInt8]?
  var namedSHA256: [UInt8]?
  var namedSerial: [UInt8]?

  private static var unitCertificate: SampleCertificate {
    var certificate = SampleCertificate.subject(.ncpPlus)
    certificate.key = .issuing
    certificate.set(KeyUsage.digitalSignature, critical: true)
    certificate.set(ExtendedKeyUsage([.timeStamping]), critical: true)
    return certificate
  }

  func unit() throws -> TimestampUnit {
    let tbs = try certificate.tbs()
    return TimestampUnit(
      key: KeyIdentity(ckaID: [1], spkiSHA256: found.facts.spkiSHA256), publicKey: key.facts, certificate: tbs,
      certificateDigest: Hash.digest(tbs.derBytes), policy: "\(SampleTimestamp.policy)", isQualified: isQualified,
      accuracySeconds: 1, isAnothersKey: isAnothersKey)
  }

  func evidence() throws -> TimestampEvidence {
    guard let time = TimestampTime(secondsSinceEpoch: genTime) else { throw Unusable() }
    let info = TSTInfo(
      policy: policy, imprint: imprint, serialNumber: SerialNumber(magnitude: [1, 2, 3]), genTime: time,
      accuracy: accuracy, ordering: ordering, nonce: nonce.map { SerialNumber(magnitude: $0) }, extensions: extensions)
    let (content, unit) = (content ?? info.derBytes, try unit())
    let attributes = TimestampAttributes(
      messageDigest: messageDigest ?? Hash.digest(content).bytes,
      certificate: CertificateReference(
        sha256: namedSHA256 ?? unit.certificateDigest.bytes, issuer: unit.certificate.issuer,
        serialNumber: namedSerial.map { SerialNumber(magnitude: $0) } ?? unit.certificate.serialNumber))
    return TimestampEvidence(
      content: content, contentDigest: Hash.digest(content).bytes, signedAttributes: attributes.derBytes, digest: asked,
      nonce: askedNonce, unit: unit, lastTime: last, now: now)
  }

  struct Unusable: Error {}
  private typealias SerialNumber = X509.SerialNumber
}

/// A token with one thing changed.
func timestamp(_ change: (inout SampleTimestamp) -> Void = { _ in }) throws -> TimestampEvidence {
  var sample = SampleTimestamp()
  change(&sample)
  return try sample.evidence()
}

func timestampUnit(_ change: (inout SampleTimestamp) -> Void = { _ in }) throws -> TimestampUnit {
  var sample = SampleTimestamp()
  change(&sample)
  return try sample.unit()
}
