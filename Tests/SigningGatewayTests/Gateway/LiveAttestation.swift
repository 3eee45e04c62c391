import Cryptography
import DER
import Evidence
import TestSupport
import TokenPool
import X509

/// What a live service has to attest keys with.
enum LiveAttestation {
  case none, good
  /// The attestation key is on the CA's token.
  case elsewhere
  /// Its certificate is not for attestation.
  case unfit

  static let purpose = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 999)

  /// In the configuration's token.
  var token: String {
    self == .none
      ? "" : ", attestation: {key-label: attestation, certificate: attestation.pem, requesters: [pipeline]}"
  }

  var arc: String { self == .none ? "" : "attestation: {evidence-arc: 1.3.6.1.5.5.999}" }

  /// The attestation key's certificate, below the root.
  func certificate(_ key: TokenKeyPair, _ root: TestKey) throws -> Certificate {
    var sample = SampleCertificate.subject(.qcpN)
    sample.issuer = SampleCertificate.rootCA().subject
    sample.set(KeyUsage.digitalSignature, critical: true)
    sample.set(ExtendedKeyUsage(self == .unfit ? [.clientAuth] : [Self.purpose]), critical: true)
    // Verifiers refuse a critical extension that they do not know.
    sample.extensions = sample.extensions.filter { [KeyUsage.oid, ExtendedKeyUsage.oid].contains($0.oid) }
    return try root.certificate(signing: sample.tbs(of: key.spki, signedBy: root.spki))
  }
}
