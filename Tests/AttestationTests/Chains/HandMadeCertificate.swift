import Cryptography
import DER
import Evidence
import TestSupport
import X509

@testable import Attestation

/// A certificate written element by element, so that a test can put any defect into it.
struct HandMadeCertificate {
  struct Item {
    var oid: ObjectIdentifier
    /// Nil leaves `critical` out; false writes the default.
    var critical: Bool?
    var value: [UInt8]

    init(_ oid: ObjectIdentifier, critical: Bool? = nil, _ value: [UInt8]) {
      self.oid = oid
      self.critical = critical
      self.value = value
    }

    init(_ value: some CertificateExtension, critical: Bool = false) {
      self.init(type(of: value).oid, critical: critical ? true : nil, value.encoded())
    }
  }

  /// Content of the INTEGER; nil leaves the field out.
  var version: [UInt8]? = [2]
  var serial: [UInt8] = [0x2A]
  /// Nil: what suits the signer.
  var algorithm: AlgorithmIdentifier?
  var outerAlgorithm: AlgorithmIdentifier?
  var issuer: [UInt8]
  var subject: [UInt8]
  var notBefore = "2020-01-01"
  var notAfter = "2040-01-01"
  var timeEncoding: X509.Time.Encoding?
  var key: TestKey
  var extensions: [Item] = []

  init(_ subject: String, issuer: String, key: TestKey, extensions: [Item] = []) {
    self.subject = TestAuthority.name(subject).derEncoded
    self.issuer = TestAuthority.name(issuer).derEncoded
    self.key = key
    self.extensions = extensions
  }

  /// The certificate, DER. `change` gets the signature's bytes before they go in.
  func signed(by signer: TestKey, _ change: ([UInt8]) throws -> [UInt8] = { $0 }) throws -> [UInt8] {
    let scheme = try signer.scheme
    let algorithm = algorithm ?? SignatureAlgorithms.algorithmIdentifier(for: scheme)
    let tbs = try tbs(algorithm)
    let signature = try change(try signer.sign(tbs, scheme: scheme))
    var writer = DERWriter()
    writer.sequence { writer in
      writer.raw(tbs)
      writer.write(outerAlgorithm ?? algorithm)
      writer.bitString(BitString(bytes: signature))
    }
    return writer.bytes
  }

  private func tbs(_ algorithm: AlgorithmIdentifier) throws -> [UInt8] {
    let spki = try key.spki
    var writer = DERWriter()
    writer.sequence { writer in
      if let version { writer.explicit(0) { $0.primitive(.integer, version) } }
      writer.primitive(.integer, serial)
      writer.write(algorithm)
      writer.raw(issuer)
      writer.sequence { writer in
        writer.write(Sample.time(notBefore, encoding: timeEncoding))
        writer.write(Sample.time(notAfter, encoding: timeEncoding))
      }
      writer.raw(subject)
      writer.raw(spki)
      guard !extensions.isEmpty else { return }
      writer.explicit(3) { writer in
        writer.sequence(of: extensions) { item, writer in
          writer.sequence { writer in
            writer.objectIdentifier(item.oid)
            if let critical = item.critical { writer.boolean(critical) }
            writer.octetString(item.value)
          }
        }
      }
    }
    return writer.bytes
  }
}

/// What tests do with the certificates that they made.
enum HandMade {
  static let terms = AppraisalTerms(anchors: AnchorStore([]), now: Sample.now)

  static func read(_ der: [UInt8]) throws -> TolerantCertificate { try TolerantCertificate(der: der, path: "test") }

  static func anchor(_ key: TestKey, id: String = "operator:test", formats: Set<String> = ["test"]) throws -> Anchor {
    Anchor(
      id: id, formats: formats, role: .manufacturer, name: "CN=Test Root", spki: try key.spki, lastCertificateEnds: nil,
      origin: "this test", certificateSHA256: nil)
  }

  /// An ECDSA signature whose numbers have lost their leading zero octet; nil where neither had one.
  static func negative(_ signature: [UInt8]) throws -> [UInt8]? {
    let (r, s) = try DERReader.decode(signature[...]) { reader throws(DERError) in
      try reader.sequence { reader throws(DERError) in (try reader.unsignedInteger(), try reader.unsignedInteger()) }
    }
    var writer = DERWriter()
    writer.sequence { writer in
      writer.primitive(.integer, r)
      writer.primitive(.integer, s)
    }
    return writer.bytes == signature ? nil : writer.bytes
  }

  static func pem(_ certificates: [[UInt8]]) -> [UInt8] {
    Array(certificates.map { PEM(label: "CERTIFICATE", bytes: $0).text }.joined().utf8)
  }
}
