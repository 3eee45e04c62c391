/// The roots of Thales Luna. That of RSA was issued more than once for one key: with SHA-1 and no basicConstraints (serial
/// 804500000007), and again with SHA-384 (serial 80450000000D), from which the key is taken here.
extension ShippedAnchors {
  static let thales: [Anchor] = [
    Anchor(
      shipped: "thales-luna-rsa-root", "luna", role: .manufacturer,
      name: "CN=Chrysalis-ITS Root,O=Chrysalis-ITS Inc.,L=Ottawa,ST=Ontario,C=CA",
      spki: """
        MIICIDANBgkqhkiG9w0BAQEFAAOCAg0AMIICCAKCAgEAumAZOCcEhuMbWkao2zkD9Qud/JwNsFmeobZeOlcRVP1WxknrabsFadaY
        Qwy7lntDPaiVWwzXXsBm+CemB6AlFZxcIRVy7tIydQGHCY5mOeHTRTO/HS1JEbwZaNXc7U6dhtnjjWrJlzNDHQO/QAxMGvRs0rXJ
        erwm13iQ5uJHolMjA6DSQH6dM2gA3KF8Zkd+K3okfGZS6z7J9ZmbCE98av7hfoZIY/xKl5GK4qqgJLaArEpqsjyZ5m6SAG0HrIWf
        WnpNfb/vLJxusWGTKi99f69NO4goHC7toGHDNeax+Wdtogfupk+WHSWDswFOzmK8uEFWXjbcRpolAapwZJBbNviDCdXflOo4Ad43
        t4gGLkMuTeG/9zIHV9wcM66oabZGSAvOrrpDGQR8OB+zZVsssfxsGloEVuO+qLTEq+6cgo656MKEwCcw9yffeJEWdpL+aQbI5HNk
        Heo6n5WnySKd8MHWLzRfj2hoIdEAXhyiF3zz4kSfYsRJPVdC5ulRZ89nWKYTRs6DrwF14XMfMayL9r+eRXjk/yeyklwsfznFiLOV
        noXsKXJUY8apfIpxCZL6bLJD4IXgQ2ghkwje/5hotMP35QAPgBX64sLy/EuuU4+mLjZQztiaaDoB3tPW3cA3KyPX9wUl1ysDUALT
        ZJEicI4jUptorrcUmoAFLHUbCWkCAQM=
        """,
      ends: "2032-01-01T00:00:00Z",
      origin: "https://thalesdocs.com/gphsm/luna/7/docs/network/Content/admin_partition/confirm/confirm_hsm.htm",
      certificateSHA256: "696a7ee67bc4facff60911bc0b24a3a6bce75a2ef4c42318448add4501b69969"),
    Anchor(
      shipped: "thales-luna-ecc-root", "luna", role: .manufacturer,
      name: "CN=SafeNet ECC Manufacturer Integrity Module\\ ,OU=Luna Manufacturer Integrity ECC,O=SafeNet\\, Inc.,C=US",
      spki: """
        MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEY4hhhatC4xJx8QCpcx/uC7TmcGDM7fdXdEQicWmlOG7SUKc8djjLgRShUa4WLqfZJf/C
        92AjtY8UXp5+PEQmr5GzdVw+mg5JYo94xaLxBubzg8KQaT8Pew/nEH7XnXvm
        """,
      ends: "2030-08-12T15:23:06Z",
      origin: "https://github.com/ThalesGroup/luna-pkc-validator/blob/626a9a0/tests/luna-ecc-root-certificate.pem",
      certificateSHA256: "4cd8f4ea28f9de27b029c4118a4dfb3693b3e679ef8322ba123c93524478dd3e"),
  ].compactMap { $0 }
}
