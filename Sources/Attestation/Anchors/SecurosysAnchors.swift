internal import DER
internal import Evidence

/// The root that vouches for Primus HSMs since 2024. Older devices have an older one, which is not published by itself.
enum SecurosysAnchors {
  static let all = [primus].compactMap { $0 }

  private static let primus = Anchor(
    shipped: "securosys-primus-hsm-rootkey-2024", PrimusAttestation.name, role: .manufacturer,
    name: "ST=ZH,O=Securosys,L=Zurich,C=CH,CN=PRIMUS_HSM_ROOTKEY",
    spki: """
      MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAtOsW9Oki47ppAmHuQSOHP2OqPAg7fj18pflb0RGK7yPKP3i42w84JRS9jApc3q8K4cTL
      1skq6rnGzBOUIsSb6hUJiJDyTcwv4f7DffDP9ovVWg3YgJx7GdImAMXJtZ4w1TCDNFYvbVpvvh9ZAGUEFgOmY2CkjyYKfPCT5QrEBGZaL3Y025yt
      tsPmGiwEujbohV8BqnUrrxPnLJ0XY1t/tcDcg0+sn+Y0DVphTtvy2PLkPoCoH+bSBYbobCtqd00Yo7A6/+n+dVnFJAAMhvUJyQ84YJi8lTTaUUJT
      YE/LetVKjH3wb5Sl5v8285HCq1ApMPGCHswdMtKMs0zWkuSLBmeQSJrJQonYEOms0LeAsyr/KE11kYPtYgXUioH/vQCSCQpwKJPRH0XYf3ZLzthh
      cntZp+DHCAqpbcg75yEOHBupd9LIy7xjtFpzLG8vIrAdQt/fvNDcBDItXXqUDrmPvHgmrGDZHMmgqzwHGqPo7Wbe4PxljsHD4Wesihvqw9zdQP7K
      bYBeExGyWsfcIknkV2QBXPa5t3+sH+NnrtvyWzUdUpXqptOqfJJbkg1fN43vABA7xxQ5C2rfXk6iZOplOSwx32yUo1V8YBsOJzPMUAhsjWI4I7/7
      9UqkiWdHjCMgfT1dkFZ9RBLE+3hy3S0j59YsCVFax91Gr/eof7W+pqECAwEAAQ==
      """,
    ends: "2054-08-14T12:33:45Z", origin: "https://docs.securosys.com/primus-hsm/Concepts/attestation",
    certificateSHA256: "d2c93d8f69bc8d624e37f25b9e6e7bec41761aab864c94f379361b9b78a9db97")
}
