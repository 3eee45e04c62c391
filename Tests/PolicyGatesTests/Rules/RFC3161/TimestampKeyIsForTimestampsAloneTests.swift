import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimestampKeyIsForTimestampsAloneTests {
  @Test func `passes: time stamping, critical, with digitalSignature, nonRepudiation or both`() throws {
    for usage: KeyUsage in [.digitalSignature, .nonRepudiation, [.digitalSignature, .nonRepudiation]] {
      #expect(
        try judge(
          TimestampKeyIsForTimestampsAlone(), timestampUnit { $0.certificate.set(usage, critical: true) }) == .passes)
    }
  }

  @Test func `fails: no purpose, another one beside it, or not critical`() throws {
    #expect(
      try judge(
        TimestampKeyIsForTimestampsAlone(), timestampUnit { $0.certificate.remove(ExtendedKeyUsage.self) })
        == .fails([
          "timestampUnit.certificate.extKeyUsage is absent, must be 1.3.6.1.5.5.7.3.8 alone",
          "timestampUnit.certificate.extKeyUsage.critical is false, must be true",
        ]))
    #expect(
      try judge(
        TimestampKeyIsForTimestampsAlone(),
        timestampUnit { $0.certificate.set(ExtendedKeyUsage([.timeStamping, .clientAuth]), critical: true) })
        == .fails([
          "timestampUnit.certificate.extKeyUsage is 1.3.6.1.5.5.7.3.8, 1.3.6.1.5.5.7.3.2, must be 1.3.6.1.5.5.7.3.8 alone"
        ]))
    #expect(
      try judge(
        TimestampKeyIsForTimestampsAlone(),
        timestampUnit { $0.certificate.set(ExtendedKeyUsage([.timeStamping]), critical: false) })
        == .fails(["timestampUnit.certificate.extKeyUsage.critical is false, must be true"]))
  }

  @Test func `fails: a key usage beyond signatures, or none`() throws {
    let required = "must be digitalSignature, nonRepudiation, or both"
    #expect(
      try judge(
        TimestampKeyIsForTimestampsAlone(),
        timestampUnit { $0.certificate.set([.digitalSignature, .keyCertSign] as KeyUsage, critical: true) })
        == .fails(["timestampUnit.certificate.keyUsage is digitalSignature, keyCertSign, \(required)"]))
    #expect(
      try judge(TimestampKeyIsForTimestampsAlone(), timestampUnit { $0.certificate.remove(KeyUsage.self) })
        == .fails(["timestampUnit.certificate.keyUsage is absent, \(required)"]))
  }

  @Test func `does not apply to nothing: every token is judged, and never another act`() throws {
    #expect(TimestampKeyIsForTimestampsAlone().applies(to: try timestampUnit()))
    #expect(TimestampKeyIsForTimestampsAlone.metadata.scope == .timestamp)
    #expect(RuleScope.everything.isDisjoint(with: .timestamp))
  }
}
