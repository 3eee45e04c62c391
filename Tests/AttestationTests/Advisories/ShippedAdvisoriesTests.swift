import Evidence
import Testing

@testable import Attestation

private let rsa = KeyKind.rsa(modulus: [1], exponent: [3])

/// Ids of the shipped advisories that concern such a key.
private func ids(_ vendor: String?, _ model: String?, _ firmware: String?, _ kind: KeyKind) -> Set<String> {
  let device = StatedDevice(vendor: vendor, model: model, firmware: firmware)
  return Set(Advisory.shipped.filter { $0.concerns(device, kind) }.map(\.id))
}

/// Vendor, model, the last firmware that is concerned, the first that is not, the kind of key, the advisory.
private let bounds: [(String, String?, String, String, KeyKind, String)] = [
  ("Yubico", "YubiKey 5 Series, USB-A nano", "5.6.9", "5.7.0", .ec(.p256), "YSA-2024-03"),
  ("Yubico", "YubiKey 5 CSPN Series, USB-A nano", "5.6.9", "5.7.0", .ec(.p384), "YSA-2024-03"),
  ("Yubico", "YubiKey 5 FIPS Series, USB-C nano", "5.7.1", "5.7.2", .ec(.p256), "YSA-2024-03"),
  ("Yubico", "YubiKey Bio Series, USB-C keychain", "5.7.1", "5.7.2", .ec(.p256), "YSA-2024-03"),
  ("Yubico", "YubiHSM 2", "2.3.99", "2.4.0", .ec(.brainpoolP256r1), "YSA-2024-03"),
  ("INTC", nil, "11.8.69", "11.8.70", .ec(.p256), "CVE-2019-11090"),
  ("INTC", nil, "11.11.69", "11.11.70", .ec(.p256), "CVE-2019-11090"),
  ("INTC", nil, "11.22.69", "11.22.70", .ec(.p256), "CVE-2019-11090"),
  ("INTC", nil, "12.0.44", "12.0.45", .ec(.p256), "CVE-2019-11090"),
  ("INTC", nil, "13.0.1200", "13.0.1201", .ec(.p256), "CVE-2019-11090"),
  ("INTC", nil, "14.0.9", "14.0.10", .ec(.p256), "CVE-2019-11090"),
  ("STM", nil, "71.12", "71.16", .ec(.p256), "CVE-2019-16863"),
  ("STM", nil, "73.9", "73.20", .ec(.p256), "CVE-2019-16863"),
  ("STM", nil, "74.16", "74.20", .ec(.p256), "CVE-2019-16863"),
  ("IFX", nil, "4.33", "4.34", rsa, "CVE-2017-15361"),
  ("IFX", nil, "4.42", "4.43", rsa, "CVE-2017-15361"),
  ("IFX", nil, "5.61", "5.62", rsa, "CVE-2017-15361"),
  ("IFX", nil, "6.42", "6.43", rsa, "CVE-2017-15361"),
  ("IFX", nil, "7.61", "7.62", rsa, "CVE-2017-15361"),
  ("IFX", nil, "133.32", "133.33", rsa, "CVE-2017-15361"),
]

@Suite struct ShippedAdvisoriesTests {
  @Test(arguments: bounds.indices)
  func `the last firmware is concerned, the first fixed is not, and what is not known is`(index: Int) {
    let (vendor, model, last, fixed, kind, id) = bounds[index]
    #expect(ids(vendor, model, last, kind) == [id])
    #expect(ids(vendor, model, fixed, kind) == [])
    for unknown in [nil, "", "v\(fixed)", "\(fixed)-beta"] as [String?] {
      #expect(ids(vendor, model, unknown, kind) == [id])
    }
  }

  @Test(arguments: bounds.indices)
  func `another vendor, model or kind of key is not concerned`(index: Int) {
    let (vendor, model, last, _, kind, _) = bounds[index]
    let other = kind == rsa ? KeyKind.ec(.p256) : rsa
    #expect(ids(vendor, model, last, other) == [])
    #expect(ids(vendor, model, last, .ed25519) == [])
    #expect(ids("Somebody", model, last, kind) == [])
    #expect(ids(nil, model, last, kind) == [])
    if model != nil { #expect(ids(vendor, "Another", last, kind) == []) }
  }

  @Test func `a model that is not known counts as each of them`() {
    #expect(ids("Yubico", nil, "5.7.1", .ec(.p256)) == ["YSA-2024-03"])
    #expect(ids("Yubico", nil, "5.7.2", .ec(.p256)) == [])
  }

  @Test func `each has an id, a title, a source and a day`() {
    for advisory in Advisory.shipped {
      #expect(!advisory.id.isEmpty && !advisory.title.isEmpty && advisory.source.hasPrefix("https://"))
      #expect(advisory.date > Instant(seconds: 1_500_000_000))
      #expect(advisory.firmwareBelow != nil)
    }
  }
}
