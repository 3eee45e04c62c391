internal import DER
internal import Evidence

extension ShippedAnchors {
  /// Microsoft's root for attestation keys of TPMs that run Windows. TPM vendors' own roots for endorsement certificates are the
  /// operator's to add: there are dozens, and each is one vendor's.
  static let tpm: [Anchor] = [
    Anchor(
      id: "microsoft-tpm-root-2014", formats: [TPMFormat.name], role: .manufacturer,
      name: "CN=Microsoft TPM Root Certificate Authority 2014,O=Microsoft Corporation,L=Redmond,ST=Washington,C=US",
      spki: Base64.decode(
        "MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAn6f5ucq38kchEL+gj/GCSCxh0/M/SCm924MDYZtG22H4vhZTKhko"
          + "YHDu7PluOM/wCqXhgTHKNHcRlDguqdkKEymgKh9t4NHgyMITVMbBaCEalLSYzca1YP1eIwTisTYrRVbel03QIvORhu9luzbB"
          + "BMV8TrbI1CIOPIcVYBngFAfh5ZrzCsMxTEgCd5QKlTrMLAz6XpCHiiFfTrcEfNeVNJNzV8OyI9oq4wyNaMr2+nlQcU9r50wB"
          + "avo6WNBk8UiDdpnhxR/NL3L6fvsezU1c8GfoTgNvrv3PgNOEhfKgp5lO/VppY5aX97GwMsa3aZMxPLKRVXy4PV5GNiuIWmah"
          + "EPAkoAQw59pRFqvOnuGRr1M4SUbIPaA5XgWxyvYzEBgLLAuY4vMDhUNJgu4oCE9KnvJrARPfQC9jUdF8zAHF61KpY/b7JlE1"
          + "gmUemivlBO5EODNH5l6P5pbHqtY1jHjeQu2GjN5UndAKwPmIQj85mWZaflZh/s7wsH/UDuxyti/jgUPxyTdn6HFemSSUCyMk"
          + "ywdlr2YGqH5VHUCJxfi5kbybXrHrllTa5SkFreufwJM2bDXtkc6K5JYm1L34+tlUDyWOB/hCADWDo084SIsbZ+fwab6vkCT7"
          + "22q/vYoN3YU8EntfHiy1iP9aM0+0RSFbitwsreS0t9zLp5rtGhzDnLkCAwEAAQ==") ?? [],
      lastCertificateEnds: Instant("2039-12-10T21:39:28Z"),
      origin: "http://www.microsoft.com/pkiops/certs/Microsoft%20TPM%20Root%20Certificate%20Authority%202014.crt",
      certificateSHA256: Hex.decode("870c7a35ceab3d59979f2c6a524042d404cb71518004350925fb2ced79a999da").flatMap {
        Digest(algorithm: .sha256, bytes: $0)
      })
  ]
}
