import Evidence
import Foundation
import Records
import TestSupport
import Testing
import X509

@testable import KeyCeremony

/// CAs between a root and the issuing ones, limits on names, and lists of numbers whose certificates are lost. OpenSSL judges.
@Suite struct ProfileStepsTests {
  private let bench: Bench
  private let token = FakeToken(now: Bench.now)

  init() throws { bench = try Bench() }

  private func openssl(_ arguments: String...) async throws -> ChildProcess.Result {
    try await ChildProcess.run("openssl", arguments, in: URL(filePath: bench.folder))
  }

  private func hold(_ script: String, _ transcript: String) async throws -> AuditVerdict {
    let ticks = Counter()
    _ = try await Ceremony(
      script: try Script(yaml: Array(script.utf8)), folder: bench.folder, transcriptPath: bench.path(transcript),
      screen: bench.screen, clock: CeremonyClock(now: { Bench.now }, monotonic: { Int64(ticks.take()) * 1000 }),
      openToken: { [token] _, _ throws(CeremonyError) in token }
    ).run()
    let verdict = Audit.verdict(
      on: CeremonyFiles(script: Array(script.utf8), transcript: try bench.bytes(transcript)))
    #expect(verdict.findings.filter { $0.severity == .error } == [])
    return verdict
  }

  private static func intermediate(
    _ more: String = "    path-length: 1\n", issuer: String = StatusScripts.fromFile, file: String = "middle.pem"
  ) -> String {
    StatusScripts.issuing(issuer, key: "middle-key").replacing("id: issuing", with: "id: middle")
      .replacing("    path-length: 0\n", with: "    intermediate: true\n\(more)")
      .replacing("common-name: Issuing", with: "common-name: Middle")
      .replacing("output: { certificate: issuing.pem }", with: "output: { certificate: \(file) }")
  }

  private static func below(_ issuer: String) -> String {
    StatusScripts.script(
      StatusScripts.key("issuing", "03"), StatusScripts.issuing(issuer).replacing("3650d", with: "1825d"),
      kind: "subordinate")
  }

  private func root() async throws {
    _ = try await hold(StatusScripts.script(StatusScripts.key("root", "01"), StatusScripts.root), "root")
  }

  private func middle(_ more: String = "    path-length: 1\n") -> String {
    StatusScripts.script(StatusScripts.key("middle", "02"), Self.intermediate(more), kind: "subordinate")
  }

  /// For pkilint, as ReenactmentTests keeps what it made.
  private func keep(_ names: String..., as folder: String) throws {
    guard let kept = ProcessInfo.processInfo.environment["SEALGATE_CEREMONY_OUTPUTS"] else { return }
    let place = "\(kept)/profile-\(folder)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    for name in names { try FileManager.default.copyItem(atPath: bench.path(name), toPath: "\(place)/\(name)") }
  }

  @Test func `a CA between the root and an issuing one has room for it, and OpenSSL follows the path`() async throws {
    try await root()
    let script = middle()
    #expect(try Script(yaml: Array(script.utf8)).planText.contains("CAs alone"))
    _ = try await hold(script, "middle")
    _ = try await hold(Self.below("{ certificate: middle.pem, key-label: middle }"), "issuing")
    try await openssl(
      "verify", "-x509_strict", "-attime", "\(Bench.now.seconds)", "-CAfile", "root.pem", "-untrusted", "middle.pem",
      "issuing.pem"
    ).expect()
    let text = try await openssl("x509", "-in", "middle.pem", "-noout", "-ext", "basicConstraints").expect().output
    #expect(text.contains("CA:TRUE, pathlen:1"))
    try keep("middle.pem", "issuing.pem", as: "intermediate")
    // Nobody stands below a CA that issues to subjects.
    let deeper = StatusScripts.script(
      StatusScripts.key("middle", "04").replacing("label: middle", with: "label: deeper"),
      Self.intermediate(issuer: "{ certificate: issuing.pem, key-label: issuing }", file: "deeper.pem")
        .replacing("3650d", with: "365d"), kind: "subordinate")
    let refused = try await bench.failure(deeper, on: token, transcript: "deeper")
    for rule in ["4-2-1-9.path_length_exceeded", "path_length_beyond_issuer"] {
      #expect(refused.message.contains(rule), "\(refused)")
    }
  }

  @Test(arguments: [
    ("", "intermediate_profile.path_length: extensions.basicConstraints is path length absent"),
    ("    path-length: 0\n", "intermediate_profile.path_length: extensions.basicConstraints is path length 0"),
  ])
  func `a CA that issues to CAs says for how many`(more: String, expected: String) async throws {
    try await root()
    let refused = try await bench.failure(middle(more), on: token, transcript: "middle")
    #expect(refused.message.contains("steps[1].profile: sealgate.house.intermediate_profile.path_length"), "\(refused)")
    #expect(!bench.exists("middle") && token.labels == ["root"])
  }

  private static let limits = """
        name-constraints:
          permitted-dns: [example.com]
          permitted-ip: [192.0.2.0/24, "2001:db8::/33"]
          permitted-email: [.example.com, example.com, "anna@example.org"]
          permitted-directory: [{ country: SE, organization: Test AB }]
          excluded-dns: [not.example.com]
          excluded-ip: [192.0.2.128/25]

    """

  @Test func `limits on names of every form are in the certificate as OpenSSL reads them`() async throws {
    try await root()
    let script = StatusScripts.script(
      StatusScripts.key("issuing", "02"), StatusScripts.issuing(StatusScripts.fromFile, more: Self.limits),
      kind: "subordinate")
    _ = try await hold(script, "issuing")
    let text = try await openssl("x509", "-in", "issuing.pem", "-noout", "-ext", "nameConstraints").expect().output
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(
      lines == [
        "X509v3 Name Constraints: critical", "Permitted:", "DNS:example.com", "IP:192.0.2.0/255.255.255.0",
        "IP:2001:DB8:0:0:0:0:0:0/FFFF:FFFF:8000:0:0:0:0:0", "email:.example.com", "email:example.com",
        "email:anna@example.org", "DirName:C = SE, O = Test AB", "Excluded:", "DNS:not.example.com",
        "IP:192.0.2.128/255.255.255.128",
      ], "\(text)")
    let certificate = try Certificate(pem: String(decoding: try bench.bytes("issuing.pem"), as: UTF8.self))
    try keep("issuing.pem", as: "names")
    let value = certificate.tbsCertificate.extensionValue(NameConstraints.self).value
    #expect(value?.permittedSubtrees.count == 7 && value?.excludedSubtrees.count == 2)
    #expect(value?.permittedSubtrees[1] == .ipAddress([192, 0, 2, 0, 255, 255, 255, 0]))
  }

  @Test(arguments: [
    ("permitted-ip: [192.0.2.1/24]", "a network such as 192.0.2.0/24"),
    ("permitted-ip: [192.0.2.0/33]", "a network such as"), ("permitted-ip: [192.0.2.0/024]", "a network such as"),
    ("permitted-ip: [\"2001:db8::1/32\"]", "a network such as"), ("permitted-ip: [192.0.2.0]", "a network such as"),
    ("permitted-email: [\"a@b@example.com\"]", "a mailbox"), ("permitted-email: [\"@example.com\"]", "a mailbox"),
    ("permitted-email: [\"..example.com\"]", "a mailbox"),
    ("permitted-directory: [{ organization: Test AB }]", "country"),
    ("permitted-directory: [{ country: SE, organization-identifier: X }]", "missing before organization-identifier"),
    ("permitted-dns: [a.example, a.example]", "names something twice"),
    ("permitted-dns: [a.example]\n      excluded-dns: [a.example]", "a.example is permitted and excluded"),
    ("permitted-dns: [a.example]\n      permitted-uri: [a.example]", "unknown member"),
  ])
  func `a limit that says something else than it seems is refused as it is read`(limit: String, expected: String) throws
  {
    let text = StatusScripts.script(
      StatusScripts.key("root", "01"), StatusScripts.root, StatusScripts.key("issuing", "02"),
      StatusScripts.issuing(more: "    name-constraints:\n      \(limit)\n"))
    let error = #expect(throws: CeremonyError.self) { _ = try Script(yaml: Array(text.utf8)) }
    #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
  }

  private static let root = "C=SE, O=Test AB, organizationIdentifier=NTRSE-5560000001, CN=Root"

  private static func lost(_ issuer: String, serial: String = "01:A2:b3:c4:d5:e6:f7:08:19") -> String {
    StatusScripts.script(
      StatusScripts.list(
        StatusScripts.fromFile,
        more: """
              revoked:
                - serial: "\(serial)"
                  issuer: "\(issuer)"
                  without-certificate: the archive of 2019 is lost
                  date: 2026-11-20T11:00:00Z
                  reason: superseded

          """), kind: "maintenance")
  }

  @Test func `a number whose certificate is lost is listed with what is said of it, and said not to be proven`()
    async throws
  {
    try await root()
    let name = try Certificate(pem: String(decoding: try bench.bytes("root.pem"), as: UTF8.self)).tbsCertificate.subject
    let script = Self.lost(name.description)
    #expect(try Script(yaml: Array(script.utf8)).planText.contains("without a certificate to compare it with"))
    let verdict = try await hold(script, "list")
    #expect(
      verdict.findings.contains {
        $0.severity == .notice && $0.what.contains("that the number 01a2b3c4d5e6f70819 on the list")
          && $0.advice?.contains("the archive of 2019 is lost") == true
      })
    #expect(bench.shown.contains("by number alone, and not compared with a certificate: 01a2b3c4d5e6f70819"))
    let intent = try Transcript.verified(try bench.bytes("list")).last { $0.record.kind == .intent }?.record.value
    let rules = (intent?["findings"]?.elements ?? []).compactMap { $0["rule"]?.text }
    #expect(rules == ["sealgate.house.ca_list.number_alone"])
    try keep("root.crl", as: "numbers")
    let text = try await openssl("crl", "-in", "root.crl", "-CAfile", "root.pem", "-noout", "-text").expect()
    #expect(text.output.contains("Serial Number: 01A2B3C4D5E6F70819") && text.output.contains("Superseded"))
  }

  @Test func `a number of another CA is not listed, and one without its reasons is not read`() async throws {
    try await root()
    let other = try await bench.failure(Self.lost("CN=Another"), on: token, transcript: "list")
    #expect(other.message.contains("the number 01a2b3c4d5e6f70819 is of CN=Another, and the list is of"), "\(other)")
    #expect(!bench.exists("root.crl") && !bench.exists("list"))
    for (old, new, expected) in [
      (
        "without-certificate: the archive of 2019 is lost", "invalid-since: 2026-11-20T11:00:00Z",
        "a number alone needs"
      ),
      ("issuer: \"CN=X\"", "certificate: a.pem", "name either certificate or serial"),
      ("serial: \"01:A2:b3:c4:d5:e6:f7:08:19\"", "serial: \"00\"", "a serial number of 1 to 20 octets"),
      ("serial: \"01:A2:b3:c4:d5:e6:f7:08:19\"", "certificate: a.pem", "do not apply beside certificate"),
    ] {
      let text = Self.lost("CN=X").replacing(old, with: new)
      let error = #expect(throws: CeremonyError.self) { _ = try Script(yaml: Array(text.utf8)) }
      #expect(error?.message.contains(expected) == true, "\(expected): \(error?.message ?? "")")
    }
  }
}
