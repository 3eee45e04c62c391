/// Scripts of the tests of certificates, lists, answers and requests. Steps are put together as a test needs them.
enum StatusScripts {
  static func script(_ steps: String..., kind: String = "root", web: Bool = false) -> String {
    """
    schema: 1
    ceremony: { name: Test, purpose: A test, kind: \(kind), demo: true, web: \(web) }
    token: { module: /usr/lib/softhsm/libsofthsm2.so, uri: "pkcs11:token=test", pin-file: pin }
    steps:

    """ + steps.joined()
  }

  static func key(_ name: String, _ id: String, curve: String = "P-384") -> String {
    """
      - { id: \(name)-key, verb: generate-key, key: { type: ec, curve: \(curve) }, label: \(name), cka-id: "\(id)" }

    """
  }

  static let root = """
      - id: root
        verb: root-certificate
        key: root-key
        signature: ecdsa-sha384
        subject: { country: SE, organization: Test AB, organization-identifier: NTRSE-5560000001, common-name: Root }
        validity: { not-before: now, duration: 7300d }
        key-usage: [key-cert-sign, crl-sign]
        output: { certificate: root.pem }

    """

  static let inCeremony = "{ step: root }"
  static let fromFile = "{ certificate: root.pem, key-label: root }"

  static func issuing(_ issuer: String = inCeremony, key: String = "issuing-key", more: String = "") -> String {
    """
      - id: issuing
        verb: subordinate-certificate
        key: \(key)
        issuer: \(issuer)
        signature: ecdsa-sha384
        subject: { country: SE, organization: Test AB, organization-identifier: NTRSE-5560000001, common-name: Issuing }
        validity: { not-before: now, duration: 3650d }
        path-length: 0
        key-usage: [key-cert-sign, crl-sign]
        policies: [{ policy: any-policy, cps: "https://test.example/cps" }]
        crl-urls: ["http://test.example/root.crl"]
        ca-issuers-urls: ["http://test.example/root.cer"]
    \(more)    output: { certificate: issuing.pem }

    """
  }

  static func responder(_ issuer: String = inCeremony, key: String = "responder-key") -> String {
    """
      - id: responder
        verb: ocsp-responder-certificate
        key: \(key)
        issuer: \(issuer)
        signature: ecdsa-sha384
        subject: { country: SE, organization: Test AB, organization-identifier: NTRSE-5560000001, common-name: Responder }
        validity: { not-before: now, duration: 90d }
        output: { certificate: responder.pem }

    """
  }

  static func listSigner(_ issuer: String = inCeremony) -> String {
    """
      - id: list-signer
        verb: crl-signer-certificate
        key: list-key
        issuer: \(issuer)
        signature: ecdsa-sha384
        validity: { not-before: now, duration: 730d }
        crl-urls: ["http://test.example/root.crl"]
        ca-issuers-urls: ["http://test.example/root.cer"]
        output: { certificate: list-signer.pem }

    """
  }

  static func list(_ issuer: String = inCeremony, number: Int = 1, more: String = "", file: String = "root.crl")
    -> String
  {
    """
      - id: list
        verb: ca-crl
        issuer: \(issuer)
        signature: ecdsa-sha384
        this-update: now
        duration: 365d
        number: \(number)
    \(more)    output: { crl: \(file) }

    """
  }

  static func answer(
    _ issuer: String = inCeremony, responder: String? = "{ step: responder }",
    certificate: String = "{ step: issuing }",
    status: String = "good", signature: String = "ecdsa-sha256", more: String = ""
  ) -> String {
    """
      - id: answer
        verb: ocsp-response
        issuer: \(issuer)
    \(responder.map { "    responder: \($0)\n" } ?? "")    certificate: \(certificate)
        status: \(status)
        signature: \(signature)
        this-update: now
        duration: 60d
    \(more)    output: { response: answer.der }

    """
  }

  static func cross(_ certificate: String, _ issuer: String, more: String = "", signature: String = "ecdsa-sha384")
    -> String
  {
    """
      - id: cross
        verb: cross-certificate
        certificate: \(certificate)
        issuer: \(issuer)
        signature: \(signature)
        validity: { not-before: now, duration: 3650d }
        key-usage: [key-cert-sign, crl-sign]
        policies: [any-policy]
        crl-urls: ["http://test.example/old.crl"]
        ca-issuers-urls: ["http://test.example/old.cer"]
    \(more)    output: { certificate: cross.pem }

    """
  }
}
