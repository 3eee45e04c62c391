import DER
import Evidence
import Glibc
import PolicyGates
import TestSupport
import Testing
import X509

/// A requester may send certificates of several hundred kilobytes: the work on them must grow as they do, not as their
/// square.
@Suite struct LargeInputTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let grow: @Sendable (_ count: Int, _ sample: inout SampleCertificate) throws -> Void
  }

  @Test(arguments: shapes) func `the time to judge a certificate grows with its size`(_ shape: Shape) throws {
    let small = try seconds(shape, 500)
    let large = try seconds(shape, 4000)

    // Eight times the size: eight times the work, or sixty-four where something looks at every pair.
    #expect(large < 24 * small + 0.05, "\(small) s for 500, \(large) s for 4000")
  }

  /// The least of three, in the processor time of this thread: other tests run beside it.
  private func seconds(_ shape: Shape, _ count: Int) throws -> Double {
    var sample = SampleCertificate.subject()
    try shape.grow(count, &sample)
    let der = try sample.tbs().derBytes
    var best = Double.infinity
    for _ in 0..<3 {
      let start = processorTime()
      let tbs = try TBSCertificate(der: der)
      for purpose in [CertificatePurpose.subject(.qcpNQSCD), .subject(.qevcpW), .subject(.ovcp), .issuingCA] {
        let content = CertificateContent(
          purpose: purpose, tbs: tbs, subjectKey: SampleKey.subject.facts, demo: false, issuedAt: Sample.now)
        _ = CertificateLint.evaluate(
          content, form: CertificateForm(), issuer: IssuerFacts(certificate: tbs, publicKey: content.subjectKey),
          under: JudgingTerms(baseline: .etsi2026))
      }
      best = min(best, processorTime() - start)
    }
    return best
  }

  private func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  static let shapes: [Shape] = [
    Shape(testDescription: "unknown extensions, all different") { count, sample in
      for index in 0..<count {
        sample.extensions.append(Extension(oid: try identifier(index), critical: false, value: [0x05, 0x00]))
      }
    },
    Shape(testDescription: "unknown extensions, each twice") { count, sample in
      for index in 0..<count {
        sample.extensions.append(Extension(oid: try identifier(index / 2), critical: false, value: [0x05, 0x00]))
      }
    },
    Shape(testDescription: "subject attributes, all different") { count, sample in
      sample.subject = try (0..<count).map { AttributeTypeAndValue(try identifier($0), CharacterString(utf8: "x")) }
    },
    Shape(testDescription: "subject attributes, each twice") { count, sample in
      sample.subject = try (0..<count).map { AttributeTypeAndValue(try identifier($0 / 2), CharacterString(utf8: "x")) }
    },
    Shape(testDescription: "addresses of the issuer") { count, sample in
      sample.set(
        AuthorityInformationAccess(
          (0..<count).map { AccessDescription(method: .ocspAccess, location: .uri("http://example.com/\($0 / 2)")) }))
    },
    Shape(testDescription: "a long common name") { count, sample in
      sample.subject = [
        AttributeTypeAndValue(.commonName, CharacterString(utf8: String(repeating: "é", count: 50 * count)))
      ]
    },
    Shape(testDescription: "a long organization identifier") { count, sample in
      let text = "NTRSE-" + String(repeating: "1", count: 50 * count)
      sample.subject = [AttributeTypeAndValue(.organizationIdentifier, CharacterString(utf8: text))]
    },
    Shape(testDescription: "a long serial number") { count, sample in
      let text = "PNOSE-" + String(repeating: "1", count: 50 * count)
      sample.subject = [AttributeTypeAndValue(.serialNumber, CharacterString(utf8: text))]
    },
    Shape(testDescription: "a long address") { count, sample in
      let uri = "http://" + String(repeating: "a.", count: 50 * count)
      sample.set(CRLDistributionPoints([DistributionPoint(uri: uri)]))
      sample.set(QCStatements([.pds([QCPDSLocation(url: uri, language: "en")])]))
    },
    Shape(testDescription: "a long host name") { count, sample in
      sample.set(SubjectAlternativeName([.dnsName(String(repeating: "a.", count: 50 * count))]))
    },
    Shape(testDescription: "common names beside as many hosts") { count, sample in
      sample.subject = (0..<count).map { AttributeTypeAndValue(.commonName, CharacterString(utf8: "c\($0).example")) }
      sample.set(SubjectAlternativeName((0..<count).map { .dnsName("a\($0).example.com") }))
    },
    Shape(testDescription: "common names") { count, sample in
      sample.subject = (0..<count).map { AttributeTypeAndValue(.commonName, CharacterString(utf8: "\($0)")) }
    },
    Shape(testDescription: "organization identifiers") { count, sample in
      sample.subject = (0..<count).map {
        AttributeTypeAndValue(.organizationIdentifier, CharacterString(utf8: "NTRSE-\($0)"))
      }
    },
    Shape(testDescription: "policies, all different") { count, sample in
      sample.set(CertificatePolicies(try (0..<count).map { PolicyInformation(try identifier($0)) }))
    },
    Shape(testDescription: "policies, each twice") { count, sample in
      sample.set(CertificatePolicies(try (0..<count).map { PolicyInformation(try identifier($0 / 2)) }))
    },
    Shape(testDescription: "statements, all different") { count, sample in
      sample.set(QCStatements(try (0..<count).map { .unknown(try identifier($0), info: nil) }))
    },
    Shape(testDescription: "statements, each twice") { count, sample in
      sample.set(QCStatements(try (0..<count).map { .unknown(try identifier($0 / 2), info: nil) }))
    },
    Shape(testDescription: "types of one statement") { count, sample in
      sample.set(QCStatements([.type(try (0..<count).map { try identifier($0 / 2) })]))
    },
    Shape(testDescription: "places of disclosure statements") { count, sample in
      sample.set(QCStatements([.pds((0..<count).map { QCPDSLocation(url: "https://e.com/\($0)", language: "en") })]))
    },
    Shape(testDescription: "alternative names") { count, sample in
      sample.set(SubjectAlternativeName((0..<count).map { .dnsName("a\($0 / 2).example.com") }))
    },
    Shape(testDescription: "distribution points") { count, sample in
      sample.set(CRLDistributionPoints((0..<count).map { DistributionPoint(uri: "http://example.com/\($0 / 2).crl") }))
    },
    Shape(testDescription: "key purposes") { count, sample in
      sample.set(ExtendedKeyUsage(try (0..<count).map { try identifier($0 / 2) }))
    },
  ]

  private static func identifier(_ number: Int) throws -> ObjectIdentifier {
    try #require(ObjectIdentifier("1.2.3.\(number)"))
  }
}
