import DER
import Evidence
import TestSupport
import X509

@testable import PolicyGates

/// A statement about a key on a token that every gate admits, by an attestation key beside it.
struct SampleStatement {
  static let purpose = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 999)
  static let device = DeviceIdentity(
    manufacturer: "Example", model: "HSM 1", serial: "42", hardwareVersion: "1.0", firmwareVersion: "7.1")

  var nonce: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
  var evidenceClass = EvidenceClass.attributesLive
  var key = SampleStatement.attributes(of: SampleKey.subject)
  var signer: KeyAttributes? = SampleStatement.attributes(of: SampleKey.issuing)
  var signerKey = SampleKey.issuing
  var certificate = SampleStatement.attestationCertificate
  /// Changes the elements after they are made from the rest.
  var edit: (PKIXEvidenceArc, inout [PKIXEvidenceElement]) -> Void = { _, _ in }
  /// Other bytes than those of the elements.
  var tbsBytes: [UInt8]?

  static func attributes(
    of key: SampleKey, on device: DeviceIdentity = SampleStatement.device, label: String = "keys",
    local: Truth = .yes, sensitive: Truth = .yes, alwaysSensitive: Truth = .yes, neverExtractable: Truth = .yes,
    extractable: Truth = .no
  ) -> KeyAttributes {
    KeyAttributes(
      device: device, tokenLabel: label, hardwareSlot: .no, spki: key.facts.spki, local: local, sensitive: sensitive,
      alwaysSensitive: alwaysSensitive, neverExtractable: neverExtractable, extractable: extractable,
      generationMechanism: 0x1040, readAt: Sample.now)
  }

  private static var attestationCertificate: SampleCertificate {
    var certificate = SampleCertificate.subject(.qcpN)
    certificate.key = SampleKey.issuing
    certificate.set(KeyUsage.digitalSignature, critical: true)
    certificate.set(ExtendedKeyUsage([purpose]), critical: true)
    return certificate
  }

  func evidence() throws -> StatementEvidence {
    guard let arc = PKIXEvidenceArc(ObjectIdentifier(1, 3, 6, 1, 5, 5, 999)) else { throw Unusable() }
    var elements = elements(arc)
    edit(arc, &elements)
    let reading = PKIXEvidenceDescription(elements)
    return StatementEvidence(
      tbsEvidence: tbsBytes ?? reading.derBytes, reading: reading, arc: arc, nonce: nonce, attributes: key,
      evidenceClass: evidenceClass,
      signer: StatementSigner(
        key: KeyIdentity(ckaID: [1], spkiSHA256: signerKey.facts.spkiSHA256), publicKey: signerKey.facts,
        certificate: try certificate.tbs(), purpose: SampleStatement.purpose, attributes: signer),
      terms: JudgingTerms(baseline: .etsi2026), now: Sample.now)
  }

  struct Unusable: Error {}

  private func elements(_ arc: PKIXEvidenceArc) -> [PKIXEvidenceElement] {
    let device = SampleStatement.device
    func own(_ type: ObjectIdentifier, _ value: PKIXEvidenceValue) -> PKIXEvidenceClaim {
      PKIXEvidenceClaim(type, value.derEncoded)
    }
    return [
      arc.element(
        .transaction,
        [
          arc.claim(.nonce, .octets([1, 2, 3, 4, 5, 6, 7, 8])), arc.claim(.timestamp, .time(Sample.now.seconds)),
          arc.claim(.attestationKey, .octets(SampleKey.issuing.facts.spki)),
        ]),
      arc.element(
        .platform,
        [
          arc.claim(.vendor, .text(device.manufacturer)), arc.claim(.model, .octets(Array(device.model.utf8))),
          arc.claim(.hardwareVersion, .text(device.hardwareVersion)),
          arc.claim(.hardwareSerial, .text(device.serial)), arc.claim(.softwareVersion, .text(device.firmwareVersion)),
        ]),
      arc.element(
        .key,
        [
          arc.claim(.identifier, .text("01")), arc.claim(.spki, .octets(SampleKey.subject.facts.spki)),
          arc.claim(.extractable, .boolean(false)), arc.claim(.sensitive, .boolean(true)),
          arc.claim(.neverExtractable, .boolean(true)), arc.claim(.local, .boolean(true)),
          own(SealgateArc.evidenceClassClaim, .text("attributes-live")),
          own(SealgateArc.alwaysSensitiveClaim, .boolean(true)),
          own(SealgateArc.generationMechanismClaim, .integer(0x1040)),
        ]),
    ]
  }
}

/// A statement with one thing changed.
func statement(_ change: (inout SampleStatement) -> Void = { _ in }) throws -> StatementEvidence {
  var sample = SampleStatement()
  change(&sample)
  return try sample.evidence()
}

extension [PKIXEvidenceElement] {
  /// Puts other claims of a type into the element of a kind; none takes them out.
  mutating func replace(
    _ type: ObjectIdentifier, in name: PKIXEvidenceName, _ arc: PKIXEvidenceArc, with values: [PKIXEvidenceValue]
  ) {
    self = map { element in
      guard arc[element.type] == name else { return element }
      return PKIXEvidenceElement(
        element.type,
        element.claims.filter { $0.type != type } + values.map { PKIXEvidenceClaim(type, $0.derEncoded) })
    }
  }
}
