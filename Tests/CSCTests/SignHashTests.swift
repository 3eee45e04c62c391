import DER
import Evidence
import TestSupport
import Testing

@testable import CSC

/// What a service does with a request, with one SAD ("sad") of one credential ("c-1").
private struct Desk {
  var authorised: [[UInt8]] = [[UInt8](repeating: 7, count: 32)]
  var expired = false
  var certificateExpired = false
  var limits: AsynchronousLimits?
  var key: KeyDescription?

  func run(_ json: [UInt8], dialect: Dialect = .v2) throws(CSCError) -> SignHashWork {
    guard let key = (try? key ?? Body.rsa()) else { throw .serverError }
    let request = try SignHashRequest(json, dialect: dialect)
    guard try request.sad() == "sad" else { throw .invalidSAD }
    guard try request.credentialID() == "c-1" else { throw .invalidCredentialID }
    let hashes = try request.hashes()
    guard hashes.allSatisfy(authorised.contains) else { throw .hashNotAuthorized(dialect) }
    let work = try request.work(hashes, key: key, limits: limits)
    guard !expired else { throw .sadExpired }
    guard !certificateExpired else { throw .certificateExpired(dialect, organization: "O", commonName: "CN") }
    return work
  }

  func sentence(_ json: [UInt8], dialect: Dialect = .v2) -> String? {
    let error = Body.error { () throws(CSCError) in _ = try run(json, dialect: dialect) }
    if let error, error.status != 400 || error.code != .invalidRequest { return "\(error)" }
    return error?.description
  }
}

@Suite struct SignHashTests {
  private static let faults: [(number: Int, changes: [String: JSONValue?], sentence: String)] = [
    (2, ["SAD": nil], "Missing (or invalid type) string parameter SAD"),
    (2, ["SAD": .integer(1)], "Missing (or invalid type) string parameter SAD"),
    (2, ["SAD": .null], "Missing (or invalid type) string parameter SAD"),
    (3, ["SAD": "other"], "Invalid parameter SAD"),
    (4, ["credentialID": nil], "Missing (or invalid type) string parameter credentialID"),
    (5, ["credentialID": "other"], "Invalid parameter credentialID"),
    (6, ["hashes": nil], "Missing (or invalid type) array parameter hash"),
    (6, ["hashes": "text"], "Missing (or invalid type) array parameter hash"),
    (7, ["hashes": .array([])], "Empty hash array"),
    (8, ["hashes": .array(["+"])], "Invalid Base64 hash string parameter"),
    (8, ["hashes": .array([.integer(1)])], "Invalid Base64 hash string parameter"),
    (9, ["hashes": .array([.string(Base64.encode([1, 2]))])], "Hash is not authorized by the SAD"),
    (10, ["signAlgo": nil], "Missing (or invalid type) string parameter signAlgo"),
    (11, ["signAlgoParams": .integer(1)], "Missing (or invalid type) string parameter signAlgoParams"),
    (12, ["hashAlgorithmOID": .bool(true)], "Missing (or invalid type) string parameter hashAlgorithmOID"),
    (13, ["hashAlgorithmOID": "1.3.14.3.2.26"], "Invalid parameter hashAlgorithmOID"),
    (14, ["signAlgo": "1.2.840.10045.4.3.2"], "Invalid parameter signAlgo"),
    (15, ["operationMode": "B"], "Invalid parameter operationMode"),
    (16, ["validity_period": "1"], "Invalid parameter validity_period"),
    (17, ["validity_period": .integer(0), "operationMode": "A"], "Out of bounds parameter validity_period"),
    (18, ["response_uri": "https://elsewhere.example/", "operationMode": "A"], "Invalid parameter response_uri"),
  ]

  private static let limits = AsynchronousLimits(
    standardMilliseconds: 60_000, longestMilliseconds: 600_000, responseURIs: ["https://client.example/done"])

  @Test func `each fault has its sentence`() {
    let desk = Desk(limits: SignHashTests.limits)
    for fault in SignHashTests.faults {
      #expect(desk.sentence(Body.signHash(fault.changes)) == fault.sentence, "\(fault.number)")
    }
    #expect(desk.sentence(Body.signHash()) == nil)
  }

  @Test func `of two faults the one that stands first in the table is named`() {
    let desk = Desk(expired: true, certificateExpired: true, limits: SignHashTests.limits)
    for (place, first) in SignHashTests.faults.enumerated() {
      for second in SignHashTests.faults[place...] where Set(first.changes.keys).isDisjoint(with: second.changes.keys) {
        let both = first.changes.merging(second.changes) { first, _ in first }
        #expect(desk.sentence(Body.signHash(both)) == first.sentence, "\(first.number) before \(second.number)")
      }
    }
    #expect(desk.sentence(Body.signHash()) == "SAD expired")
  }

  @Test func `an expired certificate is named in the words of the edition`() {
    let desk = Desk(certificateExpired: true)
    #expect(desk.sentence(Body.signHash()) == "Signing certificate is expired")
    #expect(
      desk.sentence(Body.signHash(dialect: .v1), dialect: .v1) == "Signing certificate 'O=O,CN=CN' is expired.")
  }

  @Test func `a digest whose length is not that of the algorithm is refused, also where it is authorised`() {
    let desk = Desk(authorised: [[UInt8](repeating: 7, count: 48)])
    #expect(desk.sentence(Body.signHash(["hashes": .array([.string(Body.hash48)])])) == "Invalid digest value length")
  }

  @Test func `v1 reads hash and hashAlgo and ignores the members of v2`() throws {
    let desk = Desk()
    let extra: [String: JSONValue?] = ["hashAlgo": .string(Body.sha256), "operationMode": "A", "hashes": "ignored"]
    let work = try desk.run(Body.signHash(extra, dialect: .v1), dialect: .v1)
    #expect(work.mode == .synchronous)
    #expect(work.digests.map(\.bytes) == desk.authorised)
    let unauthorised = Body.signHash(["hash": .array([.string(Body.hash48)])], dialect: .v1)
    #expect(desk.sentence(unauthorised, dialect: .v1) == "Hash is not authorized by the SAD.")
    #expect(
      desk.sentence(Body.signHash(["hashAlgo": "x"], dialect: .v1), dialect: .v1) == "Invalid parameter hashAlgo")
  }

  @Test func `a member that no edition names is refused, an explicit null counts as absent`() {
    let desk = Desk()
    #expect(desk.sentence(Body.signHash(["sign_algo_params": "MA=="])) == "Unknown parameter sign_algo_params")
    #expect(desk.sentence(Body.signHash(["sign_algo_params": .null])) == nil)
    #expect(desk.sentence(Body.signHash(["client_data": "x"])) == nil)
    #expect(desk.sentence(Body.signHash(["PIN": "1"])) == "Unknown parameter PIN")
    let kelvin = Array(#"{"credentialID":"c-1","SAD":"sad","\#u{212A}":"x"}"#.utf8)
    #expect(desk.sentence(kelvin) == #"Unknown parameter \u{212A}"#)
  }

  @Test(arguments: [#"{"SAD":"a","SAD":"b"}"#, "[]", "", "{", #"{"SAD":"a"} x"#])
  func `what is no object, or has a member twice, is refused`(_ text: String) throws {
    let error = try #require(
      Body.error { () throws(CSCError) in _ = try SignHashRequest(Array(text.utf8), dialect: .v2) })
    #expect(error.status == 400)
    #expect(error.description.hasPrefix("The body is no JSON object of a request"))
  }

  @Test func `the asynchronous mode is taken within the service's limits and only where there are any`() throws {
    let body = Body.signHash(["operationMode": "A", "response_uri": "https://client.example/done"])
    #expect(Desk().sentence(body) == "Invalid parameter operationMode")
    let work = try Desk(limits: SignHashTests.limits).run(body)
    #expect(
      work.mode == .asynchronous(validityMilliseconds: 60_000, responseURI: "https://client.example/done"))
    let period: [String: JSONValue?] = ["operationMode": "S", "validity_period": .integer(5)]
    #expect(try Desk(limits: SignHashTests.limits).run(Body.signHash(period)).mode == .synchronous)
    let long = Body.signHash(["operationMode": "A", "validity_period": .integer(600_001)])
    #expect(Desk(limits: SignHashTests.limits).sentence(long) == "Out of bounds parameter validity_period")
  }
}
