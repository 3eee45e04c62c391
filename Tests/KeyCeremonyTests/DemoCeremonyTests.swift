import CommandLineTools
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

@testable import KeyCeremony

/// The demonstration's ceremonies on SoftHSM, by the tool as it is installed.
@Suite struct DemoCeremonyTests {
  private let bench: Bench
  private let label = "demo-\(UUID().uuidString.prefix(8))"

  init() throws {
    _ = try SoftHSM.shared()
    bench = try Bench()
  }

  private func run(_ arguments: String...) async -> Int32 {
    await CommandLineTool(screen: bench.screen, clock: .system, openToken: HSMToken.open).run(arguments)
  }

  private func initToken(pins: String = "ca-token") throws {
    let words = [
      "token", "init", "--module", SoftHSM.modulePath, "--label", label, "--so-pin-file", bench.path("\(pins).so-pin"),
      "--pin-file", bench.path("\(pins).pin"), "--generate-pins",
    ]
    guard case .run(_, let arguments) = try CommandLineTool.description.parse(words) else { return }
    try SoftHSM.shared().alone { try TokenInitCommand(screen: bench.screen).run(arguments) }
  }

  /// A script of the demonstration, changed for this test's token, in the folder of the test.
  private func script(_ name: String, replacing old: String = "", with new: String = "") throws -> String {
    var text = try Repository.text("ceremonies/demo/\(name).yaml").replacing("sealgate-demo-ca", with: label)
    if !old.isEmpty {
      try #require(text.contains(old))
      text = text.replacing(old, with: new)
    }
    try bench.write("\(name).yaml", text)
    return bench.path("\(name).yaml")
  }

  /// Objects on the token, private ones included, as somebody else's session sees them.
  private func objectCount() throws -> Int {
    let module = try ModuleHost.shared(modulePath: SoftHSM.modulePath).module
    let session = try Session(module, slot: try module.token(PKCS11URI("pkcs11:token=\(label)")).slot, readWrite: false)
    do { try session.login(.user, pin: PIN(file: bench.path("ca-token.pin"))) } catch {
      try #require(error.code == .userAlreadyLoggedIn)
    }
    return try session.find([]).count
  }

  @Test func `from nothing to an issuing CA that openssl verifies`() async throws {
    try initToken()
    let mode = try FileManager.default.attributesOfItem(atPath: bench.path("ca-token.pin"))[.posixPermissions]
    #expect(mode as? Int == 0o600)
    #expect(await run("run", try script("01-root")) == 0, "\(bench.complaints)")
    #expect(await run("run", try script("02-issuing")) == 0, "\(bench.complaints)")
    #expect(try objectCount() == 4)

    let openssl = Process()
    openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
    openssl.arguments = ["verify", "-x509_strict", "-CAfile", bench.path("root.pem"), bench.path("issuing.pem")]
    openssl.standardOutput = FileHandle.nullDevice
    try openssl.run()
    openssl.waitUntilExit()
    #expect(openssl.terminationStatus == 0)
    for name in try FileManager.default.contentsOfDirectory(atPath: bench.folder) where name.hasSuffix(".jsonl") {
      #expect(try Transcript.verified(try bench.bytes(name)).count == 13)
    }

    // The same again: refused by the outputs; without them, by the token. Either way nothing is made.
    #expect(await run("run", bench.path("01-root.yaml")) == 1)
    try FileManager.default.removeItem(atPath: bench.path("root.pem"))
    #expect(await run("run", bench.path("01-root.yaml")) == 1)
    #expect(bench.complaints.contains("is on the token already"))
    #expect(try objectCount() == 4)
  }

  @Test func `a label that a token has is not given twice, and no PIN file is left`() async throws {
    try initToken()
    #expect {
      try initToken(pins: "other")
    } throws: { error in
      let error = error as? CeremonyError
      return error?.kind == .refused && error?.message.contains("\(label) (serial") == true
        && error?.hint?.hasPrefix("choose another label") == true
    }
    #expect(!bench.exists("other.pin") && !bench.exists("other.so-pin"))
  }

  @Test func `a profile that the gates refuse leaves the token as it was`() async throws {
    try initToken()
    let bad = try script("01-root", replacing: "[key-cert-sign, crl-sign]", with: "[crl-sign]")
    #expect(await run("run", bad) == 1)
    #expect(bench.complaints.contains("steps[1].profile: "), "\(bench.complaints)")
    #expect(try objectCount() == 0)
  }

  @Test func `RSA and Edwards keys are made and used on the token`() async throws {
    try initToken()
    let kinds = [("{ type: rsa, bits: 3072 }", "rsa-pkcs1-sha256"), ("{ type: ed25519 }", "ed25519")]
    for (index, (key, signature)) in kinds.enumerated() {
      let text = try Repository.text("ceremonies/demo/01-root.yaml").replacing("sealgate-demo-ca", with: label)
        .replacing("{ type: ec, curve: P-384 }", with: key).replacing("ecdsa-sha384", with: signature)
        .replacing("root.pem", with: "\(index).pem").replacing("sealgate-demo-root", with: "root-\(index)")
        .replacing("\"5301\"", with: "\"530\(index)\"")
      try bench.write("\(index).yaml", text)
      #expect(await run("run", bench.path("\(index).yaml")) == 0, "\(bench.complaints)")
    }
  }
}

/// What the module is asked, as OpenSC's spy saw it between the tool and SoftHSM.
@Suite struct SpiedCeremonyTests {
  private static let spy = "/usr/lib/x86_64-linux-gnu/pkcs11-spy.so"

  @Test func `a wrong PIN is tried once, and nothing is asked of the token after it`() async throws {
    let bench = try Bench()
    let calls = try await spied(bench, pin: "wrong", expecting: 3)
    #expect(calls.filter { $0 == "C_Login" }.count == 1)
    #expect(!calls.contains("C_GenerateKeyPair") && !calls.contains("C_GenerateRandom"))
  }

  @Test func `the token is asked for a key only after all that is read`() async throws {
    let bench = try Bench()
    let calls = try await spied(bench, pin: "right", expecting: 0)
    let generation = try #require(calls.firstIndex(of: "C_GenerateKeyPair"))
    let random = try #require(calls.firstIndex(of: "C_GenerateRandom"))
    #expect(random < generation, "the serial number is drawn, and the certificate linted with it, before the key")
    #expect(calls.filter { $0 == "C_GenerateKeyPair" }.count == 1)
    #expect(calls.filter { $0 == "C_Sign" }.count == 1)
    #expect(calls.filter { $0 == "C_Login" }.count == 1)
  }

  /// Runs the root ceremony in a process of its own and returns the names of the functions called, in order.
  private func spied(_ bench: Bench, pin: String, expecting code: Int32) async throws -> [String] {
    let script = try Repository.text("ceremonies/demo/01-root.yaml")
      .replacing(SoftHSM.modulePath, with: Self.spy).replacing("ca-token.pin", with: pin)
    try bench.write("script.yaml", script)
    try bench.write("wrong", "00000000\n", mode: 0o600)
    await #expect(processExitsWith: .success) {
      [folder = bench.folder as String, spy = Self.spy as String, code = code as Int32] in
      _ = try SoftHSM.shared()
      let screen = Screen(output: { _ in }, errors: { _ in })
      let tool = CommandLineTool(screen: screen, clock: .system, openToken: HSMToken.open)
      setenv("PKCS11SPY", SoftHSM.modulePath, 1)
      setenv("PKCS11SPY_OUTPUT", "\(folder)/init.log", 1)
      let initialised = await tool.run([
        "token", "init", "--module", spy, "--label", "sealgate-demo-ca", "--so-pin-file", "\(folder)/so",
        "--pin-file", "\(folder)/right", "--generate-pins",
      ])
      try #require(initialised == 0)
      try #require(await tool.run(["run", "\(folder)/script.yaml"]) == code)
    }
    let log = try String(contentsOfFile: bench.path("init.log"), encoding: .utf8)
    let names = log.split(separator: "\n").compactMap { line in
      line.split(separator: " ").dropFirst().first.map { String($0) }.flatMap { $0.hasPrefix("C_") ? $0 : nil }
    }
    // What belongs to the ceremony comes after the initialisation's logout.
    let start = try #require(names.lastIndex(of: "C_Logout"))
    return Array(names[names.index(after: start)...])
  }
}
