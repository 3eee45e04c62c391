import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct WebCAPurposesAreForTLSTests {
  @Test func `passes: websites`() throws {
    #expect(
      try judge(
        WebCAPurposesAreForTLS(),
        planned(.cross) {
          $0.isForWebsites = true; $0.certificate.set(ExtendedKeyUsage([.serverAuth]))
        }) == .passes)
  }

  @Test func `passes: clients too`() throws {
    #expect(
      try judge(
        WebCAPurposesAreForTLS(),
        planned(.cross) {
          $0.isForWebsites = true; $0.certificate.set(ExtendedKeyUsage([.serverAuth, .clientAuth]))
        }) == .passes)
  }

  @Test func `fails: no purpose`() throws {
    #expect(
      try judge(WebCAPurposesAreForTLS(), planned(.cross) { $0.isForWebsites = true })
        == .fails(["extensions.extKeyUsage is absent, must be serverAuth, and nothing beside it but clientAuth"]))
  }

  @Test func `fails: clients alone`() throws {
    #expect(
      try judge(
        WebCAPurposesAreForTLS(),
        planned(.cross) {
          $0.isForWebsites = true; $0.certificate.set(ExtendedKeyUsage([.clientAuth]))
        })
        == .fails([
          "extensions.extKeyUsage is 1.3.6.1.5.5.7.3.2, must be serverAuth, and nothing beside it but clientAuth"
        ]))
  }

  @Test func `fails: mail too`() throws {
    #expect(
      try judge(
        WebCAPurposesAreForTLS(),
        planned(.cross) {
          $0.isForWebsites = true; $0.certificate.set(ExtendedKeyUsage([.serverAuth, .emailProtection]))
        })
        == .fails([
          "extensions.extKeyUsage is 1.3.6.1.5.5.7.3.1, 1.3.6.1.5.5.7.3.4, must be serverAuth, and nothing beside it but clientAuth"
        ]))
  }

  @Test func `does not apply: a CA that is not for websites`() throws {
    #expect(try judge(WebCAPurposesAreForTLS(), planned(.cross)) == .doesNotApply)
  }
}
