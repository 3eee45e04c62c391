internal import DER
internal import Evidence

/// Who vouches for Marvell's cards: the maker's root, and the roots of clouds that own cards.
enum MarvellAnchors {
  static let all = [cavium, google].compactMap { $0 }

  /// Certificates of 2015 (run out on 2025-11-16) and of 2024 have the same key.
  private static let cavium = Anchor(
    shipped: "marvell-liquidsecurity-root", MarvellAttestation.name, role: .manufacturer,
    name: "CN=localca.liquidsecurity.cavium.com,OU=LiquidSecurity,O=Cavium\\, Inc.,L=San Jose,ST=California,C=US",
    spki: """
      MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA3JL6kDOHL2Y3cqjixjE4yicL38SToVasOqaI4FDM9dFVO89wrSa8B3BEsBA1MVJDMc6H
      +eZBaK1ES2lVQo3nWGrhIrJ2cMElpAHpqfRkRJvIl+gV7aGfFQ1qDth9ACYhwjOtqiXmVV4ZvAP81htD8i6wiDR9Ms/WoegXMHbGRi70L5KVDSYc
      FTK2/ZyPQZUZk1oaKLdWEk3+434mxJHP6TftBM99ERWi9zIciGjSUttvtdLZ8uLDlE7DxLVymoeZj5R6Z6xnAdfM+WMYK9LwzWMfhQjxqPeVxq6v
      TWHzTJcLEnhUq/A9VUOx2ZoqXkwdYUE1EMPyv0ZrcOTYpY5GEwIDAQAB
      """,
    ends: "2034-07-23T20:29:20Z",
    origin:
      "https://www.marvell.com/content/dam/marvell/en/public-collateral/security-solutions/liquid_security_certificate.zip",
    certificateSHA256: "230143df00e0b452743e068a5b3fc08df8f06cefc4854ea627aeb7ebd70ee2f4")

  private static let google = Anchor(
    shipped: "google-hawksbill-root-v1-prod", MarvellAttestation.name, role: .owner,
    name: "CN=Hawksbill Root v1 prod,O=Google Inc,L=Mountain View,ST=CA,C=US",
    spki: """
      MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArC6oYokhoHCS37COw5NNJjjbpaJfax5tqGwsg9ZbmvgCoPiwFvtc2rmbuYtNvBUm4A5P
      L7UgQxwxfl7BZ6k2yBlewrWotpZ2kHtVFU1TFhDwYtXYmBnHng6yaSaj89ml03CIIaxiEnsqviAuM9ubkKexvw/AEXrCmKmMTTanH2ZTCJNLOhIe
      Gj8rwl2LS5fUFw9Bgyep8+DZgvhcN9QeXeSoPVl8Q2TmAtc1OfSV23ccc3gvxCaNZNQB4IbaPyfHnb0yJeTUNGoThyqFGc4YQ0bFQYqBZsplbsGh
      znF01LB3tzU5DcniyH6BabEEOF3B/ZIzuu2F05HQlnjWMPxWGQIDAQAB
      """,
    ends: "2030-01-01T00:00:00Z", origin: "https://cloud.google.com/kms/docs/attest-key",
    certificateSHA256: "46b5fd351d56a0721ca0afcd1731c0f7b74e3941eb818bfd0ec36e29df0de095")
}
