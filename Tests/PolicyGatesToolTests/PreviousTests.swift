import Evidence
import TestSupport
import Testing
import X509

/// `policy-gates lint --previous`: what became of a certificate.
@Suite struct PreviousTests {
  private func lint(
    _ event: String, _ change: @escaping Change = Defect.nothing
  ) throws -> (rules: [String], report: [String: JSONValue]) {
    let folder = try Folder()
    let previous = try folder.file("old.der", try Mint.certificate(.subject(), Defect.nothing).derBytes)
    let file = try folder.file("new.der", try Mint.certificate(.subject(), change).derBytes)
    let run = Run(
      ["lint", "--policy", "qcp-n-qscd", "--previous", previous, "--event", event, "--format", "json", file])
    let report = try #require(run.objects.first, "\(run.errors)")
    return ((report["findings"]?.elements ?? []).compactMap { $0["rule"]?.text }, report)
  }

  @Test func `a renewal changes serial and validity alone`() throws {
    let renewed = try lint("renewal") {
      $0.serial[3] ^= 1
      $0.notAfter = Sample.time("2028-11-21T11:59:59Z")
    }
    #expect(renewed.rules == [])
    #expect(renewed.report["gates"]?.elements?.contains(.string("Lifecycle")) == true)
    #expect(renewed.report["notEvaluated"]?.elements?.contains(.string("Lifecycle (registers)")) == true)
  }

  @Test func `a renewal with another name is none`() throws {
    let changed = try lint("renewal") {
      $0.serial[3] ^= 1
      $0.subject(.commonName, "Erika Musterfrau")
    }
    #expect(changed.rules.count == 1)
    #expect(changed.rules.first?.hasPrefix("etsi.en_319_411_1.") == true)
  }

  @Test func `a re-key with the old key is none`() throws {
    #expect(try lint("re-key").rules.count == 1)
  }

  @Test func `an event of nothing is a mistake`() throws {
    let folder = try Folder()
    let file = try folder.file("a.der", try SampleCertificate.subject().tbs().derBytes)
    let run = Run(["lint", "--event", "renewal", file])
    #expect(run.code == 2)
    #expect(run.errors.contains("--previous"))
  }
}
