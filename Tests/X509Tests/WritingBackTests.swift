import DER
import TestSupport
import Testing
import X509

@Suite(.needsVectors) struct WritingBackTests {
  @Test func `every certificate of the vectors that parses is written back from its values byte for byte`() throws {
    let candidates = Candidate.all(labels: ["CERTIFICATE", ""])
    var parsed = 0
    var refused: [String] = []
    var extensions = 0
    for candidate in candidates {
      let certificate: Certificate
      do { certificate = try Certificate(der: candidate.bytes) } catch {
        refused.append("\(candidate.name): \(error)")
        continue
      }
      parsed += 1
      #expect(certificate.derBytes == candidate.bytes, "\(candidate.name)")
      #expect(certificate.derEncoded == candidate.bytes, "\(candidate.name)")
      #expect(certificate.tbsCertificate.derEncoded == certificate.tbsCertificate.derBytes, "\(candidate.name)")
      for reading in certificate.tbsCertificate.readings {
        guard let encoded = reading.encoded else { continue }
        extensions += 1
        let value = certificate.tbsCertificate.extensions.first { $0.oid == reading.oid }?.value
        #expect(encoded == value, "\(candidate.name) \(reading.name)")
      }
    }
    print("\(parsed) of \(candidates.count) certificates parsed, with \(extensions) typed extensions; refused:")
    print(refused.joined(separator: "\n"))
    #expect(parsed >= 200)
    #expect(extensions >= 300)
  }
}
