import DER
import Evidence
import Testing

@testable import OAuth

@Suite struct AuthorizeTests {
  private func outcome(_ changes: [String: String?], _ office: Office? = nil) throws
    -> AuthorizationServer.Authorization
  {
    var office = try office ?? Office()
    return office.server.authorize(try Office.authorization(changes), from: "192.0.2.1", now: office.now)
  }

  private func redirected(_ changes: [String: String?]) throws -> [String: String] {
    guard case .redirect(let address) = try outcome(changes) else { return [:] }
    #expect(address.hasPrefix(Office.redirect + "?"))
    return Office.parameters(address)
  }

  private func shown(_ changes: [String: String?]) throws -> AuthorizationRequest? {
    if case .show(let request) = try outcome(changes) { request } else { nil }
  }

  @Test func `a good request is shown, and the answer carries code, state and issuer`() throws {
    var office = try Office()
    guard
      case .show(let request) = office.server.authorize(try Office.authorization(), from: "192.0.2.1", now: office.now)
    else {
      Issue.record("not shown")
      return
    }
    #expect(request.purpose == .service && request.clientName == "Client phone")
    let address = office.server.complete(
      request, grant: .service(subject: "erika"), try office.randomness(), now: office.now)
    let found = Office.parameters(address)
    #expect(found["state"] == "s&1" && found["iss"] == "https://as.example" && found["code"]?.utf8.count == 43)
    let refused = Office.parameters(office.server.refuse(request))
    #expect(refused["error"] == "access_denied" && refused["state"] == "s&1" && refused["iss"] == "https://as.example")
  }

  @Test func `without a known client and an address of its own nothing is sent anywhere`() throws {
    let cases: [([String: String?], String)] = [
      (["client_id": nil], "Missing parameter client_id"), (["client_id": "nobody"], "Invalid parameter client_id"),
      (["redirect_uri": "https://web.example/cb/"], "Invalid parameter redirect_uri"),
      (["redirect_uri": "https://web.example/cb?x"], "Invalid parameter redirect_uri"),
      (["redirect_uri": "https://WEB.example/cb"], "Invalid parameter redirect_uri"),
      (["redirect_uri": nil], "Missing parameter redirect_uri"),
    ]
    for (changes, sentence) in cases {
      guard case .fail(let error) = try outcome(changes) else {
        Issue.record("not failed: \(changes)")
        continue
      }
      #expect(error.description == sentence && error.code == .invalidRequest)
    }
    #expect(try shown(["client_id": "web", "redirect_uri": nil])?.redirectURI == Office.redirect)
  }

  @Test func `other mistakes are told to the client`() throws {
    let cases: [([String: String?], String, String)] = [
      (["response_type": "token"], "unsupported_response_type", "Invalid parameter response_type"),
      (["response_type": nil], "invalid_request", "Missing parameter response_type"),
      (["code_challenge": nil], "invalid_request", "Missing parameter code_challenge"),
      (["code_challenge": "short"], "invalid_request", "Invalid parameter code_challenge"),
      (["code_challenge_method": "plain"], "invalid_request", "Invalid parameter code_challenge_method"),
      (["code_challenge_method": nil], "invalid_request", "Invalid parameter code_challenge_method"),
      (["scope": "admin"], "invalid_scope", "Invalid parameter scope"),
      (["scope": "service credential"], "invalid_scope", "Invalid parameter scope"),
      (["account_token": "x"], "invalid_request", "Invalid parameter account_token"),
      (
        ["description": String(repeating: "x", count: 501)], "invalid_request", "Invalid parameter description"
      ),
      (["scope": "credential"], "invalid_request", "Missing parameter credentialID"),
      (["client_id": "narrow"], "unauthorized_client", "The client may not use this grant"),
    ]
    for (changes, code, sentence) in cases {
      let found = try redirected(changes)
      #expect(found["error"] == code && found["error_description"] == sentence, "\(changes)")
      #expect(found["state"] == "s&1" && found["iss"] == "https://as.example")
    }
  }

  private static let bytes = [UInt8](repeating: 0xFB, count: 32)
  private static let credential: [String: String?] = [
    "scope": "credential", "credentialID": "c-1", "numSignatures": "1", "hashes": Base64URL.encode(bytes),
    "hashAlgorithmOID": "2.16.840.1.101.3.4.2.1",
  ]

  private func wanted(_ changes: [String: String?]) throws -> CredentialRequest? {
    let all = AuthorizeTests.credential.merging(changes) { _, new in new }
    guard case .credential(let request) = try shown(all)?.purpose else { return nil }
    return request
  }

  @Test func `hashes are taken in either alphabet, padded or not, and bound as bytes`() throws {
    let url = Base64URL.encode(AuthorizeTests.bytes)
    let standard = Base64.encode(AuthorizeTests.bytes)
    #expect(url != standard.filter { $0 != "=" })
    let digest = try #require(Digest(algorithm: .sha256, bytes: AuthorizeTests.bytes))
    for text in [url, url + "=", standard, String(standard.dropLast())] {
      #expect(try wanted(["hashes": text])?.hashes == [CredentialRequest.Hash(digest)], "\(text)")
    }
    #expect(try wanted(["hashes": "\(url),\(standard)", "numSignatures": "2"])?.hashes.count == 2)
    #expect(try wanted(["hashes": "", "hashAlgorithmOID": nil])?.hashes.isEmpty == true)
  }

  @Test func `faults of the credential's parameters have their names`() throws {
    let url = Base64URL.encode(AuthorizeTests.bytes)
    let cases: [([String: String?], String)] = [
      (["numSignatures": nil], "Missing parameter numSignatures"),
      (["numSignatures": "0"], "Invalid parameter numSignatures"),
      (["numSignatures": "01"], "Invalid parameter numSignatures"),
      (["numSignatures": "2"], "Invalid parameter numSignatures"),
      (["hashAlgorithmOID": nil], "Missing parameter hashAlgorithmOID"),
      (["hashAlgorithmOID": "1.3.14.3.2.26"], "Invalid parameter hashAlgorithmOID"),
      (["hashAlgorithmOID": "2.16.840.1.101.3.4.2.2"], "Invalid parameter hashes"),
      (["hashes": "\(url),"], "Invalid parameter hashes"), (["hashes": "*"], "Invalid parameter hashes"),
      (["hashes": url + "=="], "Invalid parameter hashes"),
    ]
    for (changes, sentence) in cases {
      let found = try redirected(AuthorizeTests.credential.merging(changes) { _, new in new })
      #expect(found["error_description"] == sentence, "\(changes)")
    }
  }

  private func details(_ changes: [String: JSONValue?] = [:], type: String, list: Bool = true) -> String {
    var entry: [String: JSONValue] = [
      "type": .string(type), "credentialID": "c-1", "hashAlgorithmOID": "2.16.840.1.101.3.4.2.1",
      "documentDigests": .array([
        .object(["hash": .string(Base64.encode(AuthorizeTests.bytes)), "label": "Contract"])
      ]),
      "numSignatures": .integer(1),
    ]
    for (name, value) in changes { entry[name] = value }
    let value: JSONValue = list ? .array([.object(entry)]) : .object(entry)
    return String(decoding: value.canonicalBytes(), as: UTF8.self)
  }

  private static let later = "https://cloudsignatureconsortium.org/2025/credential"

  @Test func `authorization_details of both types say the same as the parameters`() throws {
    for text in [
      details(["numSignatures": nil], type: "credential"), details(type: AuthorizeTests.later),
      details(type: AuthorizeTests.later, list: false),
    ] {
      let request = try #require(try shown(["authorization_details": text]))
      guard case .credential(let wanted) = request.purpose else {
        Issue.record("no credential")
        continue
      }
      #expect(wanted.credentialID == "c-1" && wanted.numSignatures == 1)
      #expect(wanted.hashes.map(\.label) == ["Contract"])
      #expect(wanted.hashes.map(\.digest.bytes) == [AuthorizeTests.bytes])
    }
  }

  @Test func `authorization_details that are anything else are refused`() throws {
    let digest: (JSONValue?) -> [String: JSONValue?] = { type in
      [
        "documentDigests": .array([
          .object(["hash": .string(Base64.encode(AuthorizeTests.bytes)), "hashType": type ?? .null])
        ])
      ]
    }
    let later = AuthorizeTests.later
    let bad = [
      "x", "[]", "[1]", details(type: "payment"), details(["numSignatures": nil], type: later),
      details(["numSignatures": .integer(2)], type: later), details(["credentialID": nil], type: later),
      details(["surprise": "x"], type: later), details(["documentDigests": .array([])], type: later),
      details(digest("SDR"), type: later), details(["hashAlgorithmOID": nil], type: later),
      details(
        ["documentDigests": .array([.object(["hash": .string(Base64URL.encode(AuthorizeTests.bytes))])])], type: later),
    ]
    for text in bad {
      #expect(try redirected(["authorization_details": text])["error"] == "invalid_authorization_details", "\(text)")
    }
    #expect(try shown(["authorization_details": details(digest("DTBSR"), type: later)]) != nil)
    let twice = AuthorizeTests.credential.merging(["authorization_details": details(type: later)]) { _, new in new }
    #expect(try redirected(twice)["error"] == "invalid_authorization_details")
    let service: [String: String?] = ["scope": "service", "authorization_details": details(type: later)]
    #expect(try redirected(service)["error"] == "invalid_scope")
  }

  @Test func `a form takes each name once, and escapes as they are defined`() throws {
    #expect(throws: OAuthError(.invalidRequest, "A parameter occurs twice: a")) { try FormBody(Array("a=1&a=2".utf8)) }
    #expect(throws: OAuthError(.invalidRequest, "A parameter occurs twice: a")) {
      try FormBody(Array("a=1&%61=2".utf8))
    }
    for bad in ["a=%", "a=%4", "a=%zz", "a=%FF", "=1"] {
      #expect(throws: OAuthError.self, "\(bad)") { try FormBody(Array(bad.utf8)) }
    }
    let form = try FormBody(Array("a=x+y%2Bz&b=&c&d=e=f".utf8))
    #expect(form["a"] == "x y+z" && form["b"] == nil && form["c"] == nil && form["d"] == "e=f")
    let many = (0...FormBody.mostParameters).map { "p\($0)=1" }.joined(separator: "&")
    #expect(throws: OAuthError.self) { try FormBody(Array(many.utf8)) }
    #expect(throws: OAuthError.self) { try FormBody([UInt8](repeating: 0x61, count: FormBody.longestBody + 1)) }
  }

  @Test func `a pushed request is good once, for a minute, and for the client that pushed it`() throws {
    var office = try Office(requiresPushedRequests: true)
    func push(_ office: inout Office) throws -> String {
      let answer = try office.server.push(
        try Office.authorization(), Office.approach(), try office.randomness(), now: office.now)
      #expect(answer["expires_in"] == .integer(60))
      return try #require(answer["request_uri"]?.text)
    }
    let uri = try push(&office)
    let call: [String: String?] = ["client_id": "phone", "request_uri": uri]
    var other = call
    other["client_id"] = "web"
    let wrong = office.server.authorize(try Office.form(other), from: "192.0.2.1", now: office.now)
    #expect(wrong == .fail(.invalid("request_uri")))
    guard case .show(let request) = office.server.authorize(try Office.form(call), from: "192.0.2.1", now: office.now)
    else {
      Issue.record("not shown")
      return
    }
    #expect(request.redirectURI == Office.redirect)
    let again = office.server.authorize(try Office.form(call), from: "192.0.2.1", now: office.now)
    #expect(again == .fail(.invalid("request_uri")))
    let late: [String: String?] = ["client_id": "phone", "request_uri": try push(&office)]
    // The memory is swept a moment before the end, so that the end itself is what refuses.
    office.now = office.now.adding(seconds: 55)
    _ = office.server.authorize(try Office.form([:]), from: "192.0.2.1", now: office.now)
    office.now = office.now.adding(seconds: 5)
    let over = office.server.authorize(try Office.form(late), from: "192.0.2.1", now: office.now)
    #expect(over == .fail(.invalid("request_uri")))
    guard
      case .redirect(let address) = office.server.authorize(
        try Office.authorization(), from: "192.0.2.1", now: office.now)
    else {
      Issue.record("a request that was not pushed is taken")
      return
    }
    #expect(Office.parameters(address)["error_description"] == "Missing parameter request_uri")
  }

  @Test func `a pushed request does not name another`() throws {
    var office = try Office()
    let form = try Office.authorization(["request_uri": "urn:x"])
    let error = try office.error { office in
      _ = try office.server.push(form, Office.approach(), try office.randomness(), now: office.now)
    }
    #expect(error == .invalid("request_uri"))
  }
}
