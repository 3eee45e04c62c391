import DER
import Evidence
import TestSupport
import X509

extension Defect {
  static let ofForm: [Defect] = [
    Defect("ietf.rfc_5280.4-1.certificate_malformed", finish: { malformed($0.derBytes) }, nothing),
    Defect(
      "ietf.rfc_5280.4-1-1-2.signature_algorithm_differs",
      finish: {
        Certificate(tbs: $0.tbsCertificate, signatureAlgorithm: .ecdsaWithSHA384, signature: [0]).derBytes
      }, nothing),
    Defect(
      "ietf.rfc_5280.4-1-1-3.signature_not_the_issuers",
      finish: {
        Certificate(tbs: $0.tbsCertificate, signatureAlgorithm: $0.tbsCertificate.signature, signature: [0]).derBytes
      }, issuer: nothing, nothing),
    Defect("ietf.rfc_5280.4-1-2-2.serial_number_not_positive", finish: { negative($0.derBytes) }, nothing),
    Defect("ietf.rfc_5280.4-1-2-2.serial_number_too_long") { $0.serial = .init(repeating: 1, count: 21) },
    Defect("etsi.en_319_411_1.gen-6-3-3-02a.serial_number_short") { $0.serial = [42] },
    Defect("ietf.rfc_5280.4-1-2-5.time_encoding") {
      $0.notAfter = Sample.time("2028-11-20", encoding: .generalizedTime)
    },
    Defect("ietf.rfc_5280.4-1-2-5.validity_reversed") { $0.notAfter = Sample.time("2026-11-20T11:59:59Z") },
    Defect("sealgate.house.validity.back_dated", options: ["--at", "2026-11-20T14:00:00Z"], nothing),
    Defect("ietf.rfc_5280.4-1-2-8.unique_identifier_present") { $0.issuerUniqueID = BitString(bytes: [1]) },
    Defect("ietf.rfc_5280.4-2.extension_repeated") {
      $0.extensions += [[5, 0], [5, 0]].map { Extension(oid: ObjectIdentifier(1, 2, 3), critical: false, value: $0) }
    },
    Defect("ietf.rfc_5280.4-2.extension_malformed") { $0.damage(SubjectAlternativeName.self) },
    Defect("ietf.rfc_5280.4-2.critical_extension_unknown") {
      $0.set(Extension(oid: ObjectIdentifier(1, 2, 3), critical: true, value: [5, 0]))
    },
    Defect("etsi.en_319_412_2.gen-4-1-2.extension_critical") { $0.set(Sample.access, critical: true) },
  ]

  static let ofKeys: [Defect] = [
    Defect("etsi.ts_119_312.6-2-2.key_type") { $0.key = .other(ObjectIdentifier(1, 3, 132, 0, 10)) },
    Defect("etsi.ts_119_312.6-2-2-1.rsa_modulus_too_short") { $0.key = try SampleKey(of: TestKey(rsaBits: 1024)) },
    Defect("etsi.ts_119_312.6-2-2-1.rsa_below_3000_new") { sample in
      sample.key = try SampleKey(of: TestKeys.rsa2048.get())
      sample.notBefore = Sample.time("2027-01-01")
    },
    Defect("etsi.ts_119_312.6-2-2-1.rsa_below_3000_end") { sample in
      sample.key = try SampleKey(of: TestKeys.rsa2048.get())
      sample.notAfter = Sample.time("2029-01-01")
    },
    Defect("etsi.ts_119_312.6-2-2-1.rsa_exponent_out_of_range") {
      $0.key = try SampleKey(of: TestKeys.rsa3072.get()).with(exponent: [3])
    },
    Defect("etsi.ts_119_312.6-3.signature_suite") {
      $0.signature = AlgorithmIdentifier(.sha1WithRSAEncryption, parameters: AlgorithmIdentifier.null)
    },
    Defect("etsi.ts_119_312.6-3.signature_suite_legacy") { $0.signature = .sha256WithRSAEncryption },
  ]

  /// The serial number's first bit set.
  private static func negative(_ der: [UInt8]) -> [UInt8] {
    guard let serial = der.firstRange(of: SampleCertificate.subject().serial) else { return [] }
    var bytes = der
    bytes[serial.lowerBound] |= 0x80
    return bytes
  }

  /// A month that is none.
  private static func malformed(_ der: [UInt8]) -> [UInt8] {
    guard let time = der.firstRange(of: Array("261120120000Z".utf8)) else { return [] }
    var bytes = der
    bytes[time.lowerBound + 2] = UInt8(ascii: "9")
    return bytes
  }
}
