import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimestampIsOverTheDigestTests {
  @Test func `passes: digest and nonce are those that were asked for`() throws {
    #expect(try judge(TimestampIsOverTheDigest(), timestamp()) == .passes)
    #expect(
      try judge(
        TimestampIsOverTheDigest(),
        timestamp {
          $0.nonce = nil
          $0.askedNonce = nil
        }) == .passes)
  }

  @Test func `fails: another digest, or the same bytes under another algorithm`() throws {
    let wanted = "must be \(Sample.hash(1))"
    let other = MessageImprint(algorithm: HashAlgorithm.sha256.imprint, digest: Sample.hash(2).bytes)
    #expect(
      try judge(TimestampIsOverTheDigest(), timestamp { $0.imprint = other })
        == .fails([
          "timestamp.messageImprint is 2.16.840.1.101.3.4.2.1:\(Sample.hash(2).hex), \(wanted)"
        ]))
    let renamed = MessageImprint(algorithm: HashAlgorithm.sha3_256.imprint, digest: Sample.hash(1).bytes)
    #expect(
      try judge(TimestampIsOverTheDigest(), timestamp { $0.imprint = renamed })
        == .fails([
          "timestamp.messageImprint is 2.16.840.1.101.3.4.2.8:\(Sample.hash(1).hex), \(wanted)"
        ]))
  }

  @Test func `fails: another nonce, none, or one that nobody asked for`() throws {
    #expect(
      try judge(TimestampIsOverTheDigest(), timestamp { $0.nonce = [0x80, 2] })
        == .fails(["timestamp.nonce is 008002, must be 008001"]))
    #expect(
      try judge(TimestampIsOverTheDigest(), timestamp { $0.nonce = nil })
        == .fails(["timestamp.nonce is absent, must be 008001"]))
    #expect(
      try judge(TimestampIsOverTheDigest(), timestamp { $0.askedNonce = nil })
        == .fails(["timestamp.nonce is 008001, must be absent"]))
  }

  @Test func `does not apply: a TSTInfo that cannot be read, which another rule refuses`() throws {
    #expect(try judge(TimestampIsOverTheDigest(), timestamp { $0.content = [0x30, 0] }) == .doesNotApply)
    #expect(try !evaluate(timestamp { $0.content = [0x30, 0] }).admits)
  }
}
