import Evidence
import Foundation
import TestSupport
import Testing
import X509

@testable import policy_gates

@Suite struct FolderTests {
  private static func sample(_ change: (inout SampleCertificate) -> Void = { _ in }) throws -> Certificate {
    var sample = SampleCertificate.subject()
    change(&sample)
    return certificate(try sample.tbs())
  }

  /// Breaks exactly one house rule and one clause.
  private static func defective() throws -> Certificate {
    try sample { sample in
      sample.statements { statements in statements.removeAll { $0 == .sscd } }
    }
  }

  private static let missing = "etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing"

  @Test func `a folder stands for the certificates below it, sorted, and other files are counted`() throws {
    let folder = try Folder()
    let good = try FolderTests.sample().derBytes
    for name in ["b/2.der", "b/10.CRT", "a.pem.bak", "b/c/1.cer", "README", "a.der"] {
      _ = try folder.file(name, good)
    }
    let run = Run(["lint", "--policy", "qcp-n-qscd", "--format", "json", folder.path.path])
    #expect(run.code == 0)
    let names = run.objects.compactMap { $0["file"]?.text?.replacing(folder.path.path + "/", with: "") }
    #expect(names == ["a.der", "b/10.CRT", "b/2.der", "b/c/1.cer"])
    #expect(run.errors.contains(#""skipped":2"#))
  }

  @Test func `a loop of links ends`() throws {
    let folder = try Folder()
    _ = try folder.file("sub/a.der", try FolderTests.sample().derBytes)
    try FileManager.default.createSymbolicLink(
      at: folder.path.appending(path: "sub/loop.der"), withDestinationURL: folder.path)
    let run = Run(["lint", "--policy", "qcp-n-qscd", "--format", "json", folder.path.path])
    #expect(run.objects.count == 1)
  }

  @Test func `each block of a PEM file is a certificate with its number`() throws {
    let folder = try Folder()
    let text = try FolderTests.sample().pem + FolderTests.defective().pem
    let run = Run(["lint", "--policy", "qcp-n-qscd", "--format", "json", try folder.file("two.pem", Array(text.utf8))])
    #expect(run.code == 1)
    #expect(run.objects.map { $0["block"] } == [.integer(1), .integer(2)])
    #expect(run.objects.map { $0["verdict"] } == [.string("admit"), .string("refuse")])
  }

  @Test func `an issuer in a file with two certificates is wrong usage`() throws {
    let folder = try Folder()
    let pem = try FolderTests.sample().pem
    let run = Run(["lint", "--issuer", try folder.file("two.pem", Array((pem + pem).utf8)), "x"])
    #expect(run.code == 2)
    #expect(run.errors.contains("file is 2 PEM blocks, must be one PEM block"))
  }

  @Test func `a folder without certificates is no success`() throws {
    let folder = try Folder()
    _ = try folder.file("README", [1])
    let run = Run(["lint", folder.path.path])
    #expect(run.code == 2)
    #expect(run.errors.contains("no certificate among"))
  }

  @Test func `many files come in their order, whoever judged them`() throws {
    let folder = try Folder()
    let (good, bad) = (try FolderTests.sample().derBytes, try FolderTests.defective().derBytes)
    for number in 0..<1100 {
      _ = try folder.file("\(10_000 + number).der", number % 7 == 0 ? bad : good)
    }
    let first = Run(["lint", "--policy", "qcp-n-qscd", "--format", "json", folder.path.path])
    let second = Run(["lint", "--policy", "qcp-n-qscd", "--format", "json", folder.path.path])
    #expect(first.output == second.output)
    let names = first.objects.compactMap { $0["file"]?.text }
    #expect(names.count == 1100 && names == names.sorted())
    #expect(first.objects.count { $0["verdict"] == .string("refuse") } == 158)
    #expect(first.errors.contains("\"\(FolderTests.missing)\":158"))
  }

  @Test func `quiet leaves out what is admitted without a finding`() throws {
    let folder = try Folder()
    _ = try folder.file("a.der", try FolderTests.sample().derBytes)
    let bad = try folder.file("b.der", try FolderTests.defective().derBytes)
    let run = Run(["lint", "--policy", "qcp-n-qscd", "--quiet", folder.path.path])
    #expect(run.output.hasPrefix("\(bad): refuse"))
    #expect(run.errors.contains("2 files: 1 certificates admitted, 1 refused, 0 unreadable"))
    #expect(run.errors.contains("1 × \(FolderTests.missing) (error)"))
  }

  @Test(arguments: [
    ("ca", SampleCertificate.issuingCA()), ("root", .rootCA()), ("subject", .subject()),
  ])
  func `a purpose chooses the profile`(purpose: String, sample: SampleCertificate) throws {
    let folder = try Folder()
    let file = try folder.file("a.der", certificate(try sample.tbs()).derBytes)
    #expect(Run(["lint", "--purpose", purpose, file]).code == 0)
    #expect(Run(["lint", "--purpose", purpose == "subject" ? "ca" : "subject", file]).code == 1)
  }

  @Test func `a policy is of a subject`() {
    let run = Run(["lint", "--purpose", "ca", "--policy", "qcp-n", "x"])
    #expect(run.code == 2)
    #expect(run.errors.contains("--policy is of a subject, so it excludes --purpose ca"))
  }
}

@Suite struct SARIFTests {
  @Test func `a log has every rule, one result a finding, and the summary`() throws {
    let folder = try Folder()
    var bad = SampleCertificate.subject()
    bad.statements { $0.removeAll { $0 == .sscd } }
    let file = try folder.file("ä b.der", certificate(try bad.tbs()).derBytes)
    _ = try folder.file("good.der", certificate(try SampleCertificate.subject().tbs()).derBytes)
    let run = Run(["lint", "--policy", "qcp-n-qscd", "--format", "sarif", folder.path.path])
    #expect(run.code == 1)
    let log = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    let one = try #require((log["runs"] as? [[String: Any]])?.first)
    let results = try #require(one["results"] as? [[String: Any]])
    #expect(results.count == 1)
    let result = try #require(results.first)
    #expect(result["level"] as? String == "error")
    let driver = try #require((one["tool"] as? [String: Any])?["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    let index = try #require(result["ruleIndex"] as? Int)
    #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
    let help = (rules[index]["help"] as? [String: Any])?["text"] as? String
    #expect(
      help?.hasPrefix("EN 319 411-2 V2.6.1 (2025-06) GEN-6.6.1-03, EN 319 412-5 QCS-5-01. A shall:") == true)
    let location = (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
    let uri = (location?["artifactLocation"] as? [String: Any])?["uri"] as? String
    #expect(uri?.hasSuffix("/%C3%A4%20b.der") == true || uri?.hasSuffix("/a%CC%88%20b.der") == true, "\(file)")
    let invocation = (one["invocations"] as? [[String: Any]])?.first
    let summary = (invocation?["properties"] as? [String: Any])?["summary"] as? [String: Any]
    #expect(summary?["admitted"] as? Int == 1)
  }

  @Test func `a log without a finding is a log`() throws {
    let folder = try Folder()
    let file = try folder.file("a.der", certificate(try SampleCertificate.subject().tbs()).derBytes)
    let run = Run(["lint", "--policy", "qcp-n-qscd", "--format", "sarif", file])
    let log = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(((log["runs"] as? [[String: Any]])?.first?["results"] as? [Any])?.isEmpty == true)
  }
}
