/// Yubico's attestation keys. Its preview CAs are none: they sign for samples that anyone may be given.
extension ShippedAnchors {
  /// Roots. The one of U2F signed certificates of PIV attestation keys by mistake, for a batch of 2018 whose attestations
  /// name no serial number; the format takes it for those alone.
  static let yubicoRoots: [Anchor] = [
    Anchor(
      shipped: "yubico-piv-root-263751", "yubikey-piv", role: .manufacturer,
      name: "CN=Yubico PIV Root CA Serial 263751",
      spki: """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAw3ZwxM1HpgJ1xMVHG4/LfU9ptGfmbqkn6dITQdFamhozx9zzAcL5OZv3
        yOY2+FY0TYSKVTzm5gp8QU/13pDYabK2oGfFmwBrcqpmIILHYvBDiJgQ5vWWWCi1Wv/CESl1U6qOhTQ/l7WPXLs5/A6+TL/4Bcg3
        /1enRUWVhGTa1D0Zx1goOapT51v2IrCkDOJ3igcFUsiGYPem+RZpEDYfcMD23sf8c2rm/c6I7WPItl4qpmgxs85uvGoOD71851KH
        OB/AKqBPddWZN6LC8FJNy3KL2YdB9h3YPCRqrFGcts1XIr3OX4PONIan0iFU+JW0Z61fTZ3GFCcZLsroE7RB7wIDAQAB
        """,
      ends: "2052-04-17T00:00:00Z",
      origin: "https://developers.yubico.com/PKI/yubico-piv-ca-1.pem",
      certificateSHA256: "63ece914e54dd87915f34033c85af4c0696ba1512f8add66ced738331207b546"),
    Anchor(
      shipped: "yubico-attestation-root-1", "yubikey-piv", "yubihsm", role: .manufacturer,
      name: "CN=Yubico Attestation Root 1",
      spki: """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxnr9PEzyshP4Rqg+8bzWie0w6j/aZDZEHAkdLRBlzFVo1e+XXYtSEFnk
        uaIFJwhl3VGfHWh3nzmH792EruESbskAAuQoq2zV87ncoY0tm6PPmHfAadyviHIoXQbvhv9Tcr2ETmYY0PrOphyEJEAd+tgxhEMX
        hgvRfgPmcZ3G+mkDLqeQSa1aYyfA7eLRMC5yytsTjzke8YzivRWmBV0mm+BCOJMkJMir4PfmHC1PxAMi/6ca+lzKLnBwh8KTPIKK
        Ym6SFjLoqio0wpAR2k2JI69bIMxMy3VvAK8TOnD3W76axS3iuPR5+c72zRk7B3AxEOcfjGBSXlkvCus+R8LX/QIDAQAB
        """,
      ends: "9999-12-31T23:59:59Z",
      origin: "https://developers.yubico.com/PKI/yubico-ca-1.pem",
      certificateSHA256: "62760c6a6ef91679f454c8902b80fd009825b3f25da90f1fbace2ec6586cd5a8"),
    Anchor(
      shipped: "yubico-u2f-root-457200631", "yubikey-piv", role: .manufacturer,
      name: "CN=Yubico U2F Root CA Serial 457200631",
      spki: """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv48GLoQVZamomFhDLK1hYrICfj7TPdXkq6SOEyu1Od5sAiGsEgx8vL1J
        pOTdigI/Wm70/TT+UjEtYUIt7rMaGBqJ10IHzumV8lAPWvigJKnRZwZ5croEngjnqfBHWRX7GkRbTI5MM+RnM9j8uLyGLwnTBz7c
        Gs9G1bs53rniBM+k50IxOt0Xbds28J3m8ExuWcm3lksG88vgSd+GR3FITwGPPciUF7hNCMzGRXBAWzzUW1hAkSoI6v/6k/Z5gzhV
        ZUkQrdsIqj0s5bsJ/r/rLkBAbFI0xjBHdubSl105DVttcCFm8XkslKE18C7xkusZcEEoDaZNql2MH/Il4O1VmQIDAQAB
        """,
      ends: "2050-09-04T00:00:00Z",
      origin: "https://developers.yubico.com/U2F/yubico-u2f-ca-certs.txt",
      certificateSHA256: "0fa1386f80eb8713263ae5c1d84deb455bdf08aea50ab05503cefee82b092d42"),
    Anchor(
      shipped: "yubico-yubihsm-root", "yubihsm", role: .manufacturer,
      name: "CN=Yubico YubiHSM Root CA",
      spki: """
        MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEA4WqC8Krz1pXqgD4Bj3g/dosh/soydDCbNQ1uePeONXO5u4Kswi+jXPmc
        U9uqxIrNC6+t7Mwc+yyBAZBvIl6w+h5qwT7zE7VTjeWBTP/4w0NXzgkPZgXWl6XIZNCJQfSSUxfh/NW7KCQySpDUGkR8hFHYwZTI
        UD90/chv7lc1zcpaIgJDQ7m3IbPKKbaRrrc7ZUSB1cCFM7P6ESuJiTMKITNTMyW2qoa8YTaAxHXIiiqmnff2ObtsPKtjfh8aHDdB
        dpZ8TqBCu8ht+3tpZpe2lnfqJBUGN9wqIp+h1JLaKXN4NTr+VlUNEEGwMEJNKMtt3p1qxHmyHV4vSd5mOT4SY81MNL0Cv3HAHgR1
        lT7o8rMDTjB1PZP9v8Np2rpuvlog34eMsIBApP78zSjQrImQiHAYcADcRZX6nSTOFyNdfjWtKxybdiFZpTpuLtGPwF7i3ISYQXam
        bmaEqw83jCqIMMF4jFMkKjA8UZnJRW+53pM5Gy6hQzhlJpwhE9d/L87VeR2ei0sidO1rDB9pQOdy9z41EBw4pH5Aa99CPcOn16Eg
        4TS5838as2pG3xFgWBiVxipMW72pejBD5G5kk/hpbOW5QO6vaXBLmngq4o3IySmM9J9IPRXuZrhmu2uafIvp3o67/lUcuqGEnxjG
        +Sj5q51g12E6sVXauoxqhGOhllcCAwEAAQ==
        """,
      ends: "2071-10-05T00:00:00Z",
      origin: "https://developers.yubico.com/YubiHSM2/Concepts/yubihsm2-attest-ca-crt.pem",
      certificateSHA256: "094a3ac493c2bdcd65a54bdf40190f52bb03f7156397a3fc69d8aa9a392fb724"),
  ].compactMap { $0 }

  /// Authorities below the roots, pinned so that evidence that came without their certificates can be verified. Each is
  /// held against its root's signature by a test.
  static let yubicoSubordinates: [Anchor] = [
    Anchor(
      shipped: "yubico-attestation-intermediate-a-1-subordinate", "yubikey-piv", role: .manufacturer,
      name: "CN=Yubico Attestation Intermediate A 1",
      spki: """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5ueeW1mPVlvrTmNKyFh5XYfmjWp6AmQhYexpN2Ga0Jj1MNIZEhuqmB0L
        T/n2ckt91RK74PgUKp5rpoDYX8Ra5MBGRC3onQXAvAuAIOJ6qoj1qc7LyNezXMWJSJyzSxXGWP/oDojemTk4oTuf7wWTG4/a4mgH
        KpYmJjRiT4E3DBmhAMjMxDDctp5uhKfqYz+WheoIttbf1EBbLidY9kY/8pzP0nUbfnnGpeTmKLcR5BWy/b779gNjr+SE2QpcOGzk
        vZ6cqUIpjmeUAGMrZmGkKVpf6TGM+s0o/EapFQzRCRqjX0ygNory2MF+pUrbTD2qYNCfOJfV9L6FTfxaUuFQlQIDAQAB
        """,
      ends: "9999-12-31T23:59:59Z",
      origin: "https://developers.yubico.com/PKI/yubico-intermediate.pem",
      certificateSHA256: "4698a1d3389c3ec60016c216250f1d0439922832d65142327436376dc2942b55"),
    Anchor(
      shipped: "yubico-attestation-intermediate-b-1-subordinate", "yubikey-piv", "yubihsm", role: .manufacturer,
      name: "CN=Yubico Attestation Intermediate B 1",
      spki: """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyO15x/mbw8DAkFPDPGXlearHLm5b1WGmkbd2G2sZ/YKHS8ebMB9JV63Y
        I4eYexaVYAoGGF+xOG5db281C3pqzFk/Dd1jBlHvEACWwXoqFe1vxPoU2T/9EiiVWt3sCgaOlC3jJ30GQ61TkQJPMEy6tr+S5Y+b
        zI+ybTqLSmvSe5x0vJC5s110mo9EsBD4eTgGVEzVeM7NW76EwEEFqy+PyfULirelghROZ1DYkUHBG1RfJpaitm8ds+qJFZbcg1Sw
        sWG6VExC72NbrEdw0xj1KCApTpuHK6cJw0S1R742HjxgQf/6RMs8QP4HEnMY8Gh9WVMPW50mx8rqyqm02tSr4wIDAQAB
        """,
      ends: "9999-12-31T23:59:59Z",
      origin: "https://developers.yubico.com/PKI/yubico-intermediate.pem",
      certificateSHA256: "d4cc3f456fdaf4e7812a21aab1dfe9d8e27d24e2fd2d6f21c9940109f0daa754"),
    Anchor(
      shipped: "yubico-piv-attestation-a-1-subordinate", "yubikey-piv", role: .manufacturer,
      name: "CN=Yubico PIV Attestation A 1",
      spki: """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAyGCyrZjNrdPfChdDe4JWd+4TMLr8nbugcKJz12egglWi7oy5L9GT99/i
        f9i1OrONdpEt0YrCa+qMb+dJJ0WUa8M5zXYnUDpn72vhFjH+Anb9P9+v+ZrRqaj/jnR/MYP7NpVpeLHiH2dRCe/PX/NH1XE41Gvd
        UEncDtqUUGaXUea0DfDYMcRDpPT2Qn5e8rn9FjzDA37SbOVuws5VlFTDzDdqR0FnqeWeIW0DFu17rzCqXcaBVRDnQLTc5EEPDTpi
        RrQE/Ag+7Wg9ieLrueos75YMQ1EIkfjL49OBVogU1A7kwRGvOnG8l7sYaY8LZ2b5FROe2hKqmsIy600qjn6b/QIDAQAB
        """,
      ends: "9999-12-31T23:59:59Z",
      origin: "https://developers.yubico.com/PKI/yubico-intermediate.pem",
      certificateSHA256: "6de693f05376f5d8ca29069261e1c8626c75d503bd2edbfd75354cad1f722870"),
    Anchor(
      shipped: "yubico-piv-attestation-b-1-subordinate", "yubikey-piv", role: .manufacturer,
      name: "CN=Yubico PIV Attestation B 1",
      spki: """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv7WBL9/5AKxSpCMoL63183WqRtFrOHY7tdyuGtoidoYWQrxVaV9S+ZwH
        0aynh0IzD5A/PvCtuxdtL5w2cAI3tgsborOlEert4IZ904CZQfq3ooar1an/wssbtMpPOQkC3MQiqrUyHlFS2BTbuwbBXY66lSVX
        /tGRuUgnBdfBJtcQKS6MO4bU5ndPQqhGPyzcyY1LvlfzK7KJ1r/bixCRFqjhJRnPs0Czpg6rkRrFgC6cd5bK1UgTsJy+3wrIqkv4
        CeV3EhSVnhnQjZgIrdIcI5WZ8T1Oq3OhMlWmY0K0dy/oZdP/bpbG2qbyHLa6gprLT/qChQWLmffxn6D2DAB1zQIDAQAB
        """,
      ends: "9999-12-31T23:59:59Z",
      origin: "https://developers.yubico.com/PKI/yubico-intermediate.pem",
      certificateSHA256: "2d55b7998f4e42569d6d8fa382b6dc77d1dacf07358b19701163892922b17052"),
    Anchor(
      shipped: "yubico-piv-attestation-b2-1-subordinate", "yubikey-piv", role: .manufacturer,
      name: "CN=Yubico PIV Attestation B2 1",
      spki: """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsajWvNlxzw/0DKmH3xfCuGvWqCSFe0lPTSl7t4QYfupxdPxzz1LUrvwo
        U3T6ApNS4tks+4JFs4oyVQgkqOrkYEU9rFKE2/MYyqPNDeUMQAt01TUaQJRoeAWuSsWpp163+rO/LQe96E5U5DAVHoVcL20GRkab
        LdNMOfEsQz9Jxe6zuqhfofDPpFeMnHfM1LLDKussVoQwFGfoE+JdEsLwRL1IifKu6YRRiT8jI6ystW4nwudBlsXSyyau1kbMGjcT
        rEPIaiVUbKEPaZ2Qwr6NlkZE84t1Kzz6eUqMsvmlDpTbNIMBbtOx++Rp7MHrfsH36XgxV2TNiEx90jdC66WoqwIDAQAB
        """,
      ends: "9999-12-31T23:59:59Z",
      origin: "https://developers.yubico.com/PKI/yubico-intermediate.pem",
      certificateSHA256: "0c90b7d184a36edf50a35f9be935f0c5689bfdcfe5bdd073366cafb49061a440"),
    Anchor(
      shipped: "yubico-yubihsm-attestation-b2-1-subordinate", "yubihsm", role: .manufacturer,
      name: "CN=YubiHSM Attestation B2 1",
      spki: """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA8ezdxbQmllCHAn0zOfXPdlsL56eulBKNQwIJwWwHrzT0zhD9dU/SqPBf
        fC5Kw4KpbSXJvOo3HJ+TjJooRpGIX5q87PWObD0nljJs0nBvDwoIQJH6e9a50m2ECSjhbfA0gnbWYSJlKXHohlD0ijjPrZ0ojkOk
        BKVrb5yd90WcSJVvUiXEyo0rKnNFdy3P+xfo93ujAHxTUzwh72n/jmA0FjZUpJsjMMDSiWiJ6Kk1wt4VnvhSHDVUlF1akJ4WybY5
        gaZP0sR/8sHjaKCih0/z5q3RA3Ku0gMvNwVnt7fUySMKMbVXd/L7OP45Ktrd74nyo5K9Ftemfk8dR/Ysmxc0EwIDAQAB
        """,
      ends: "9999-12-31T23:59:59Z",
      origin: "https://developers.yubico.com/PKI/yubico-intermediate.pem",
      certificateSHA256: "77d88e6363149ad6ba58a2ca1b8b407206ec57e7537c16cefbbc5edc39efb8e1"),
    Anchor(
      shipped: "yubico-yubihsm-6742036-subordinate", "yubihsm", role: .manufacturer,
      name: "CN=Yubico YubiHSM 6742036 Sub-CA",
      spki: """
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAx3CHbP9E0idgDVwT9KgunNPi3sFdcRAIKeQvLeGIP76AK/e80PYpRS/Z
        Gw0s8qvpR669g0akz3xOVJj61q5cOl48OnEtIi/sukcZpUNOnNe4JKQlJmHFBXUtFg497T+YWqYY0ZEJeXhpzl0CZzENvQIoRn7d
        WI4+8iZ3LLUkZ0jQAR486HERw5+wcZi9jZd/16ZrWpEMu5WNpR2OzjPMeoaPh6st7wvmEJSjUttPM1tagX2fgbz9hi86LMHeXUVF
        Yij+yd1gLTVxJV+DQ1dU1n+XpZoge84RBFVYCcK9qgyUjPJWQzKggu02Bg0UIAzL03dmYYHyii3XnuicNJI9hwIDAQAB
        """,
      ends: "2071-10-05T00:00:00Z",
      origin: "https://developers.yubico.com/YubiHSM2/Concepts/E45DA5F361B091B30D8F2C6FA040DB6FEF57918E.pem",
      certificateSHA256: "d7c6d8f45208e2a53996fb5a8f4d631b33ebabb64956b37b2ac151fbdbaf4ae9"),
  ].compactMap { $0 }
}
