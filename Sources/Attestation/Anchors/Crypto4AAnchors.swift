internal import DER
internal import Evidence

/// The root of Crypto4A's first generation of authorities.
enum Crypto4AAnchors {
  static let all = [root].compactMap { $0 }

  private static let root = Anchor(
    shipped: "crypto4a-c4a-rca", Crypto4AAttestation.name, role: .manufacturer,
    name: "CN=C4A_RCA,O=Crypto4A,L=Ottawa,ST=Ontario,C=Canada",
    spki: """
      MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEsUwR2USPKBZ9pXJqiYG7tAO8MEsyQFVgK1qwdhLtV/HRSgjoQcp8Y3C2g/c8WRn87s2fQZYTxuFB0VBL
      o7dCMYnQlAAxE5P0uAu7GOfhh3IDWxf9HoSnm7/G6YaJMGff
      """,
    ends: "2045-07-13T13:06:33Z", origin: "https://pkic.org/remote-key-attestation/validation/crypto4a-qasm/",
    certificateSHA256: "637e6a7e95ded7272f5b3e5a0d94414d23e1b54f9e2e6593b6417562bbb5433c")
}
