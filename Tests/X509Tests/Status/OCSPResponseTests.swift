import DER
import TestSupport
import Testing
import X509

@Suite struct OCSPResponseTests {
  /// Made by OpenSSL 3: `openssl ocsp -index …`, of a revoked certificate, signed by the CA itself.
  private static let base64 = """
    MIIDbQoBAKCCA2YwggNiBgkrBgEFBQcwAQEEggNTMIIDTzCB/KFGMEQxCzAJBgNV
    BAYTAkRFMRswGQYDVQQKDBJFeGFtcGxlIFRydXN0IEdtYkgxGDAWBgNVBAMMD0V4
    YW1wbGUgUm9vdCBDQRgPMjAyNjExMjEyMjMzNDhaMIGgMIGdMEEwCQYFKw4DAhoF
    AAQUKQmt53mvmzfVeDnirpa84qEwNYAEFPmDyrC6XLqeRA0Je/8zNtx9iIu8AghN
    OhssPU5fYKEWGA8yMDI2MTEyMTIyMzM0OFqgAwoBAhgPMjAyNjExMjEyMjMzNDha
    oBEYDzIwMjYxMTI4MjIzMzQ4WqEcMBowGAYDVR0YBBEYDzIwMjYxMTIwMTIwMDAw
    WjAKBggqhkjOPQQDAgNIADBFAiASYGLaNrWfZwYjMO5kotNoOzS/Z55oV/Mp9fZW
    VB/SMwIhAMGOVzFHRf/YrgARZ4RZ359rCtcty9wdA2mxaO6i0qZXoIIB9jCCAfIw
    ggHuMIIBk6ADAgECAhQlvGPxipxCYQ5X/xWbPk1DCUswpzAKBggqhkjOPQQDAjBE
    MQswCQYDVQQGEwJERTEbMBkGA1UECgwSRXhhbXBsZSBUcnVzdCBHbWJIMRgwFgYD
    VQQDDA9FeGFtcGxlIFJvb3QgQ0EwHhcNMjYxMTIxMjIzMzQ4WhcNMzYxMTE4MjIz
    MzQ4WjBEMQswCQYDVQQGEwJERTEbMBkGA1UECgwSRXhhbXBsZSBUcnVzdCBHbWJI
    MRgwFgYDVQQDDA9FeGFtcGxlIFJvb3QgQ0EwWTATBgcqhkjOPQIBBggqhkjOPQMB
    BwNCAARcpWJiHLUkkFtYdhgHDfsjYwwiMYp564oUWzjWQLk5mwYNISu2Hbu/LGUv
    E2gzDmiIWLnlM9zq/d9y1Z14yFm5o2MwYTAdBgNVHQ4EFgQU+YPKsLpcup5EDQl7
    /zM23H2Ii7wwHwYDVR0jBBgwFoAU+YPKsLpcup5EDQl7/zM23H2Ii7wwDwYDVR0T
    AQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAQYwCgYIKoZIzj0EAwIDSQAwRgIhAJwr
    dkFsYQWkvN/QaN5pCUH5DxSdASDUjRqzpUcvkEK6AiEAlJFPzpktHtRfuN0M4gi5
    h12x7gtiIK6jxIqajYSnaRA=
    """

  private static var bytes: [UInt8] {
    get throws { try #require(Base64.decode(base64.filter { $0 != "\n" })) }
  }

  private func basic() throws -> OCSPBasicResponse {
    guard case .successful(let basic) = try OCSPResponse(der: Self.bytes) else { throw Unusable() }
    return basic
  }

  private struct Unusable: Error {}

  @Test func `an answer of OpenSSL is read with all that it says`() throws {
    let basic = try basic()
    guard case .byName(let name) = basic.data.responder else { throw Unusable() }
    #expect("\(name)" == "CN=Example Root CA,O=Example Trust GmbH,C=DE")
    let single = try #require(basic.data.responses.first)
    #expect(basic.data.responses.count == 1 && basic.certificates.count == 1)
    #expect(single.certificate.hashAlgorithm.algorithm == .sha1)
    #expect("\(single.certificate.serialNumber)" == "4d3a1b2c3d4e5f60")
    #expect(single.status == .revoked(at: Sample.time("2026-11-21T22:33:48Z").generalized, reason: .cACompromise))
    #expect(single.nextUpdate.map { "\($0)" } == "2026-11-28T22:33:48Z")
    #expect(single.extensions.extensionValue(InvalidityDate.self).value != nil)
  }

  @Test func `an answer is written back as it came`() throws {
    let bytes = try Self.bytes
    #expect(try OCSPResponse(der: bytes).derEncoded == bytes)
    let data = try basic().data
    let built = OCSPResponseData(
      responder: data.responder, producedAt: data.producedAt, responses: data.responses, extensions: data.extensions)
    #expect(built.derBytes == data.derBytes)
  }

  @Test func `an answer cut off anywhere or with a byte changed traps nobody and keeps its bytes`() throws {
    let bytes = try Self.bytes
    for count in bytes.indices {
      #expect(throws: X509Error.self) { try OCSPResponse(der: Array(bytes.prefix(count))) }
    }
    var changed = bytes
    for index in bytes.indices {
      changed[index] ^= 0x20
      if let response = try? OCSPResponse(der: changed) { #expect(response.derEncoded == changed, "byte \(index)") }
      changed[index] ^= 0x20
    }
  }

  @Test func `each status, the nonce and the archive cutoff survive writing and reading`() throws {
    let single = try #require(try basic().data.responses.first)
    let time = Sample.time("2026-11-20T12:00:00Z")
    for status: OCSPCertificateStatus in [.good, .unknown, .revoked(at: time.generalized, reason: nil)] {
      let data = OCSPResponseData(
        responder: .byKey([UInt8](repeating: 7, count: 20)), producedAt: time,
        responses: [
          OCSPSingleResponse(
            certificate: single.certificate, status: status, thisUpdate: time, nextUpdate: nil,
            extensions: [Extension(OCSPArchiveCutoff(time), critical: false)])
        ],
        extensions: [Extension(OCSPNonce([1, 2, 3]), critical: false)])
      let read = try OCSPResponseData(der: data.derBytes)
      #expect(read == data)
      #expect(read.responses.first?.status == status)
      #expect(read.extensions.extensionValue(OCSPNonce.self).value?.bytes == [1, 2, 3])
    }
  }

  @Test func `a refusal is one number, and other numbers are none`() throws {
    #expect(try OCSPResponse(der: [0x30, 3, 10, 1, 6]) == .failure(6))
    #expect(OCSPResponse.failure(6).derEncoded == [0x30, 3, 10, 1, 6])
    #expect(throws: X509Error.self) { try OCSPResponse(der: [0x30, 3, 10, 1, 4]) }
  }
}
