internal import Evidence

extension Advisory {
  /// Yubico's security advisories about keys that a device holds. ROCA (YSA-2017-01) is none of them here: every RSA key is
  /// examined for its fingerprint.
  static let yubico: [Advisory] = [
    eucleak(below: "5.7.0", models: ["YubiKey 5 Series", "YubiKey 5 CSPN Series"]),
    eucleak(below: "5.7.2", models: ["YubiKey 5 FIPS Series", "YubiKey Bio Series"]),
    eucleak(below: "2.4.0", models: ["YubiHSM 2"]),
  ]

  /// Infineon's ECDSA leaks the private key to one who holds the device and measures it.
  private static func eucleak(below firmware: String, models: [String]) -> Advisory {
    Advisory(
      id: "YSA-2024-03", kind: .eucleak,
      title:
        "EUCLEAK: ECDSA of \(models.joined(separator: ", ")) before \(firmware) leaks the private key to measurements",
      vendor: "Yubico", models: models, firmwareBelow: FirmwareVersion(firmware), keyTypes: [.ec],
      source: "https://www.yubico.com/support/security-advisories/ysa-2024-03/", date: day("2024-09-03"))
  }
}
