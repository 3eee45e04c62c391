import Foundation
import TestSupport
import Testing
import WebAuthn

/// Signatories' signatures over mutual TLS, from the real process, with many who ask at a time.
@Suite(.serialized) struct RemoteServiceTests {
  private static let hashes = KilledSignature.hashes

  /// The same call so many times at once; nil for each that was not answered.
  private static func sign(
    _ client: RemoteClient, _ sad: String, times: Int, killingAfter pause: Duration? = nil
  ) async throws -> [RunningGateway.Answer?] {
    try await withThrowingTaskGroup(of: RunningGateway.Answer?.self) { group in
      for _ in 0..<times { group.addTask { try await client.sign(sad, hashes) } }
      if let pause {
        try await Task.sleep(for: pause)
        client.gateway.process.send(SIGKILL)
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  @Test(arguments: RemoteInstallation.Place.allCases)
  func `of sixteen uses of one release at a time exactly one signs`(_ place: RemoteInstallation.Place) async throws {
    let installation = try await RemoteInstallation.copy()
    let points = try await KillPoints(installation.demo)
    try points.startAgain()
    let gateway = try await RunningGateway(installation.demo, environment: try await points.environment())
    let client = RemoteClient(gateway: gateway, credential: try installation.credential(place))
    var passkey = installation.passkey
    let sad = try await client.release(Self.hashes, with: &passkey)
    let answers = try await Self.sign(client, sad, times: 16).compactMap { $0 }
    #expect(answers.count == 16)
    #expect(answers.filter { $0.status == 200 }.count == 1)
    #expect(answers.filter { $0.status == 400 }.count == 15, "\(answers.map(\.text))")
    for answer in answers where answer.status == 200 { #expect(try client.verifies(answer, Self.hashes)) }
    #expect(try points.calls().count(where: \.tokenEntered) == 1)
    try await gateway.stop().expect()
    #expect(try await RecordLog.show(installation.demo).kindsOfUses == [["intent", "outcome"]])
  }

  @Test(arguments: [40, 80, 160])
  func `killed under sixteen uses of one release and asked again, one signature at most`(
    milliseconds: Int
  ) async throws {
    let installation = try await RemoteInstallation.copy()
    let points = try await KillPoints(installation.demo)
    try points.startAgain()
    let place: RemoteInstallation.Place = milliseconds == 80 ? .wrapped : .token
    let credential = try installation.credential(place)
    var gateway = try await RunningGateway(installation.demo, environment: try await points.environment())
    var passkey = installation.passkey
    let sad = try await RemoteClient(gateway: gateway, credential: credential).release(Self.hashes, with: &passkey)
    let first = try await Self.sign(
      RemoteClient(gateway: gateway, credential: credential), sad, times: 16,
      killingAfter: .milliseconds(milliseconds))
    try await gateway.process.finish().expect(128 + SIGKILL)
    let before = try points.calls().count(where: \.tokenEntered)

    try points.startAgain()
    gateway = try await RunningGateway(installation.demo, environment: try await points.environment())
    let client = RemoteClient(gateway: gateway, credential: credential)
    let second = try await Self.sign(client, sad, times: 16)
    let asked = before + (try points.calls().count(where: \.tokenEntered))
    let granted = (first + second).compactMap { $0 }.filter { $0.status == 200 }
    #expect(granted.count <= asked && asked <= 1, "\(granted.count) granted, the token asked \(asked) times")
    for answer in granted { #expect(try client.verifies(answer, Self.hashes)) }
    #expect(second.allSatisfy { $0 != nil })
    try await gateway.stop().expect()
    let kinds = try await RecordLog.show(installation.demo).kindsOfUses
    #expect(kinds.count == 1, "\(kinds)")
    if !granted.isEmpty { #expect(kinds == [["intent", "outcome"]]) }
  }
}
