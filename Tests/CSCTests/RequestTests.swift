import DER
import Evidence
import TestSupport
import Testing

@testable import CSC

@Suite struct AuthorizeTests {
  /// A service with a credential "c-1" that signs at most 10 hashes under one authorization.
  private func run(
    _ json: [UInt8], dialect: Dialect = .v2, required: Bool = true
  ) throws(CSCError) -> (digests: [Digest]?, factors: Factors) {
    let request = try AuthorizeRequest(json, dialect: dialect)
    guard try request.credentialID() == "c-1" else { throw .invalidCredentialID }
    let count = try request.numSignatures(multisign: 10)
    let digests = try request.digests(count: count, required: required)
    let factors = try request.factors(explicit: true)
    _ = try request.texts()
    return (digests, factors)
  }

  private func sentence(_ changes: [String: JSONValue?], dialect: Dialect = .v2) -> String? {
    Body.error { () throws(CSCError) in _ = try run(body(changes, dialect), dialect: dialect) }?.description
  }

  private func body(_ changes: [String: JSONValue?] = [:], _ dialect: Dialect = .v2) -> [UInt8] {
    var members: [String: JSONValue] = ["credentialID": "c-1", "numSignatures": .integer(1)]
    members[dialect == .v1 ? "hash" : "hashes"] = .array([.string(Body.hash32)])
    if dialect == .v2 {
      members["hashAlgorithmOID"] = .string(Body.sha256)
      members["authData"] = .array([])
    }
    members.merge(changes.compactMapValues { $0 }) { _, new in new }
    for (name, value) in changes where value == nil { members[name] = nil }
    return Body.json(members)
  }

  @Test func `each fault has its sentence, and the earlier in the table comes first`() {
    let faults: [(changes: [String: JSONValue?], sentence: String)] = [
      (["credentialID": nil], "Missing (or invalid type) string parameter credentialID"),
      (["credentialID": ""], "Missing (or invalid type) string parameter credentialID"),
      (["credentialID": "other"], "Invalid parameter credentialID"),
      (["numSignatures": nil], "Missing (or invalid type) integer parameter numSignatures"),
      (["numSignatures": "1"], "Missing (or invalid type) integer parameter numSignatures"),
      (["numSignatures": .integer(0)], "Invalid value for parameter numSignatures"),
      (["numSignatures": .integer(.min)], "Invalid value for parameter numSignatures"),
      (["numSignatures": .integer(11)], "Numbers of signatures is too high"),
      (["numSignatures": .integer(.max)], "Numbers of signatures is too high"),
      (["hashes": nil], "Missing (or invalid type) array parameter hash"),
      (["hashes": .array([])], "Empty hash array"),
      (["hashes": .array(["MA"])], "Invalid Base64 hash string parameter"),
      (["hashAlgorithmOID": nil], "Missing (or invalid type) string parameter hashAlgorithmOID"),
      (["hashAlgorithmOID": "1.2.3"], "Invalid parameter hashAlgorithmOID"),
      (["hashes": .array(["MAAA"])], "Invalid digest value length"),
      (["authData": nil], "Missing (or invalid type) array parameter authData"),
      (["authData": .array([.integer(1)])], "Invalid parameter authData"),
      (["authData": .array([.object(["value": "x"])])], "Invalid parameter authData"),
      (["description": .string(String(repeating: "x", count: 501))], "Invalid parameter description"),
      (["clientData": .integer(1)], "Invalid parameter clientData"),
    ]
    for (place, fault) in faults.enumerated() {
      #expect(sentence(fault.changes) == fault.sentence)
      for later in faults[place...] where Set(fault.changes.keys).isDisjoint(with: later.changes.keys) {
        #expect(sentence(fault.changes.merging(later.changes) { first, _ in first }) == fault.sentence)
      }
    }
    #expect(sentence([:]) == nil)
  }

  @Test func `as many hashes as signatures are authorised, a repeated one counting each time`() throws {
    let twice: JSONValue = .array([.string(Body.hash32), .string(Body.hash32)])
    #expect(sentence(["hashes": twice]) == "Invalid value for parameter numSignatures")
    let digests = try run(body(["hashes": twice, "numSignatures": .integer(2)])).digests
    #expect(digests?.count == 2)
  }

  @Test func `in v1 the length says the algorithm, and PIN and OTP are the factors`() throws {
    let result = try run(
      body(["hash": .array([.string(Body.hash48)]), "PIN": "1234", "OTP": "567"], .v1), dialect: .v1)
    #expect(result.digests?.map(\.algorithm) == [.sha384])
    #expect(result.factors.pin == "1234" && result.factors.otp == "567")
    #expect(!"\(result.factors)".contains("1234") && !String(reflecting: result.factors).contains("1234"))
    let mixed: JSONValue = .array([.string(Body.hash32), .string(Body.hash48)])
    #expect(sentence(["hash": mixed, "numSignatures": .integer(2)], dialect: .v1) == "Invalid digest value length")
    #expect(sentence(["PIN": .integer(1234)], dialect: .v1) == "Missing (or invalid type) string parameter PIN")
  }

  @Test func `v2 takes factors by their ids, with and without a value`() throws {
    let data: JSONValue = .array([.object(["id": "pw", "value": "secret"]), .object(["id": "sms", "value": .null])])
    let factors = try run(body(["authData": data])).factors
    #expect(factors.data.map(\.id) == ["pw", "sms"])
    #expect(factors.data.map(\.value) == ["secret", nil])
  }

  @Test func `SCAL1 may leave the hashes out`() throws {
    let result = try run(body(["hashes": nil, "hashAlgorithmOID": nil]), required: false)
    #expect(result.digests == nil)
  }

  @Test func `an extension has the same readers`() throws {
    let body = Body.json(["credentialID": "c-1", "SAD": "s"])
    let request = try ExtendTransactionRequest(body, dialect: .v2)
    #expect(try request.credentialID() == "c-1")
    #expect(try request.sad() == "s")
    #expect(try request.digests(required: false) == nil)
    let error = Body.error { () throws(CSCError) in _ = try request.digests(required: true) }
    #expect(error?.description == "Missing (or invalid type) array parameter hash")
  }
}

@Suite struct QueryRequestTests {
  private func sentence(_ body: () throws(CSCError) -> Void) -> String? { Body.error(body)?.description }

  @Test func `a list is of one's own credentials unless the token is for nobody in particular`() throws {
    let body = Body.json(["userID": "u"])
    #expect(
      sentence { () throws(CSCError) in _ = try ListRequest(body, dialect: .v2, userSpecific: true) }
        == "userID parameter MUST be null")
    #expect(try ListRequest(body, dialect: .v2, userSpecific: false).userID == "u")
    #expect(try ListRequest(Body.json(["userID": .null]), dialect: .v2, userSpecific: true).userID == nil)
    #expect(
      sentence { () throws(CSCError) in
        _ = try ListRequest(Body.json(["userID": .integer(1)]), dialect: .v2, userSpecific: false)
      } == "Invalid parameter userID")
  }

  @Test func `the parts of a listed credential count only where credentials are asked for`() throws {
    let parts: [String: JSONValue] = ["certificates": "chain", "certInfo": .bool(true), "authInfo": .bool(true)]
    #expect(try ListRequest(Body.json(parts), dialect: .v2, userSpecific: true).parts == nil)
    let asked = Body.json(parts.merging(["credentialInfo": .bool(true)]) { _, new in new })
    let wanted = CredentialParts(certificates: .chain, certInfo: true, authInfo: true)
    #expect(try ListRequest(asked, dialect: .v2, userSpecific: true).parts == wanted)
    #expect(try ListRequest(asked, dialect: .v1, userSpecific: true).parts == nil)
    #expect(
      sentence { () throws(CSCError) in
        _ = try ListRequest(Body.json(["certificates": "all"]), dialect: .v2, userSpecific: true)
      } == "Invalid parameter certificates")
  }

  @Test func `only v1 reads a list in pages`() throws {
    let body = Body.json(["maxResults": .integer(5), "pageToken": "p"])
    let v1 = try ListRequest(body, dialect: .v1, userSpecific: true)
    #expect(v1.maxResults == 5 && v1.pageToken == "p")
    let v2 = try ListRequest(body, dialect: .v2, userSpecific: true)
    #expect(v2.maxResults == nil && v2.pageToken == nil)
    #expect(
      sentence { () throws(CSCError) in
        _ = try ListRequest(Body.json(["maxResults": .integer(0)]), dialect: .v1, userSpecific: true)
      } == "Invalid parameter maxResults")
  }

  @Test func `credentials info wants an identifier and a known amount of certificates`() throws {
    for dialect in Dialect.allCases {
      #expect(
        sentence { () throws(CSCError) in _ = try CredentialInfoRequest(Body.json([:]), dialect: dialect) }
          == "Missing (or invalid type) string parameter credentialID")
      #expect(
        sentence { () throws(CSCError) in
          _ = try CredentialInfoRequest(
            Body.json(["credentialID": "c", "certificates": .bool(true)]), dialect: dialect)
        } == "Invalid parameter certificates")
    }
    let request = try CredentialInfoRequest(Body.json(["credentialID": "c"]), dialect: .v1)
    #expect(request.parts == CredentialParts())
  }

  @Test func `the smaller methods have their sentences`() throws {
    #expect(
      sentence { () throws(CSCError) in _ = try AuthorizeCheckRequest(Body.json([:]), dialect: .v2) }
        == "Invalid parameter handle")
    #expect(
      sentence { () throws(CSCError) in _ = try GetChallengeRequest(Body.json([:]), dialect: .v2) }
        == "Invalid parameter credentialID")
    #expect(
      sentence { () throws(CSCError) in _ = try GetChallengeRequest(Body.json(["credentialID": "c"]), dialect: .v2) }
        == "Invalid parameter authObjectID")
    #expect(
      sentence { () throws(CSCError) in
        _ = try SignPollingRequest(Body.json(["userID": "u"]), dialect: .v2, userSpecific: true)
      } == "Missing (or invalid type) string parameter requestID")
    #expect(
      sentence { () throws(CSCError) in
        _ = try SignPollingRequest(Body.json(["requestID": "r", "userID": "u"]), dialect: .v2, userSpecific: true)
      } == "userID parameter SHALL be null")
    #expect(try InfoRequest(Body.json(["lang": "de-DE"]), dialect: .v2).language == "de-DE")
  }

  @Test func `a time-stamp request keeps the old names, and each fault its sentence`() throws {
    let good: [String: JSONValue] = [
      "hash": .string(Body.hash32), "hashAlgo": .string(Body.sha256), "nonce": "00ff",
    ]
    let request = try TimestampRequest(Body.json(good), dialect: .v2)
    #expect(request.digest.algorithm == .sha256)
    #expect(request.nonce == [0, 255])
    let faults: [([String: JSONValue?], String)] = [
      (["hash": nil], "Missing (or invalid type) string parameter hash"),
      (["hash": .integer(1)], "Missing (or invalid type) string parameter hash"),
      (["hash": ""], "Empty hash parameter"), (["hash": "*"], "Invalid Base64 hash string parameter"),
      (["hash": "MAAA"], "Invalid digest value length"), (["hashAlgo": "1.3.14.3.2.26"], "Invalid parameter hashAlgo"),
      (["nonce": "f"], "Invalid parameter nonce"), (["nonce": .integer(1)], "Invalid parameter nonce"),
    ]
    for (changes, wanted) in faults {
      var members = good
      for (name, value) in changes { members[name] = value }
      #expect(
        sentence { () throws(CSCError) in _ = try TimestampRequest(Body.json(members), dialect: .v2) } == wanted)
    }
  }
}
