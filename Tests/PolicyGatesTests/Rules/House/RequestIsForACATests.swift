import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RequestIsForACATests {
  @Test func `passes: a CA`() throws {
    #expect(try judge(RequestIsForACA(), request()) == .passes)
  }

  @Test func `fails: a subject`() throws {
    #expect(
      try judge(
        RequestIsForACA(), request { $0.extensions[0] = Extension(BasicConstraints(isCA: false), critical: true) })
        == .fails(["attributes.extensionRequest.basicConstraints is no CA, must be a CA"]))
  }

  @Test func `fails: a key usage that signs no certificates`() throws {
    #expect(
      try judge(RequestIsForACA(), request { $0.extensions[1] = Extension(KeyUsage.cRLSign, critical: true) })
        == .fails(["attributes.extensionRequest.keyUsage is cRLSign, must be keyCertSign"]))
  }

  @Test func `does not apply: a request that asks for nothing`() throws {
    #expect(try judge(RequestIsForACA(), request { $0.attributes = [] }) == .doesNotApply)
  }
}
