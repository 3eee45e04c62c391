import Cryptography
import DER
import Evidence
import TestSupport
import Testing

@testable import OAuth

@Suite struct DPoPTests {
  /// RFC 9449, 4.1: the proof of its figure 2.
  private static let tokenProof =
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoR"
    + "jQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqd"
    + "GkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxN"
    + "TYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
  /// RFC 9449, 7.1: the proof of its figure 12, with its access token.
  private static let resourceProof =
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoR"
    + "jQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqd"
    + "GkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvd"
    + "XJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzh"
    + "rtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA"
  private static let resourceToken = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
  private static let thumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"

  @Test func `RFC 9449's proof at the token endpoint is taken at its time and place`() throws {
    let approach = Office.approach(proofs: [DPoPTests.tokenProof], url: "https://server.example.com/token")
    let proof = try DPoPProof(approach, token: nil, now: Instant(seconds: 1_562_262_616))
    #expect(proof.thumbprint == DPoPTests.thumbprint)
    for late in [1_562_262_605, 1_562_262_676] as [Int64] {
      #expect(throws: OAuthError.self) { try DPoPProof(approach, token: nil, now: Instant(seconds: late)) }
    }
  }

  @Test func `RFC 9449's proof at a resource is for its token`() throws {
    let approach = Office.approach(
      proofs: [DPoPTests.resourceProof], method: "GET", url: "https://resource.example.org/protectedresource")
    let now = Instant(seconds: 1_562_262_618)
    #expect(
      try DPoPProof(approach, token: DPoPTests.resourceToken, now: now).thumbprint == DPoPTests.thumbprint)
    #expect(throws: OAuthError.self) { try DPoPProof(approach, token: "other", now: now) }
  }

  private func problem(
    _ changes: [String: JSONValue?] = [:], header: [String: JSONValue?] = [:], signer: Signer? = nil
  ) throws -> String? {
    var office = try Office()
    let proof = try (signer ?? Signer()).proof(changes, header: header, now: office.now)
    let error = try office.tokenError(["code": try office.code()], Office.approach(proofs: [proof]))
    if let error { #expect(error.code == .invalidDPoPProof && error.status == 400) }
    return error?.description
  }

  @Test func `each claim and header of a proof counts`() throws {
    let now = try Office().now
    let cases: [([String: JSONValue?], [String: JSONValue?], String?)] = [
      ([:], [:], nil), (["htu": "HTTPS://AS.example:443/oauth2/token?x#y"], [:], nil),
      (["iat": .integer(now.seconds + 10)], [:], nil), (["extra": "x"], [:], nil),
      (["htm": "GET"], [:], "htm"), (["htm": nil], [:], "htm"), (["htm": "post"], [:], "htm"),
      (["htu": "https://as.example/oauth2/revoke"], [:], "htu"), (["htu": nil], [:], "htu"),
      (["htu": "http://as.example/oauth2/token"], [:], "htu"), (["htu": "https://as.example/OAUTH2/token"], [:], "htu"),
      (["iat": nil], [:], "iat"), (["iat": .integer(now.seconds - 60)], [:], "iat"),
      (["iat": .integer(now.seconds + 11)], [:], "iat"), (["iat": "now"], [:], "iat"),
      (["iat": .integer(.max)], [:], "iat"), (["iat": .integer(.min)], [:], "iat"), (["jti": nil], [:], "jti"),
      (["jti": .string(String(repeating: "x", count: 257))], [:], "jti"), ([:], ["typ": "JWT"], "typ"),
      ([:], ["typ": nil], "typ"), ([:], ["alg": "none"], "expected a JWS"), ([:], ["alg": "ES384"], "signature"),
      ([:], ["alg": "HS256"], "expected a JWS"), ([:], ["jwk": nil], "jwk"), ([:], ["jku": "x"], "expected a JWS"),
      ([:], ["jwk": .object(try Signer(.es256, Result { try TestKey(curve: .p256) }).jwk())], "signature"),
    ]
    for (changes, header, wanted) in cases {
      let found = try problem(changes, header: header)
      #expect((found == nil) == (wanted == nil), "\(changes) \(header): \(found ?? "taken")")
      if let wanted { #expect(found?.contains(wanted) == true, "\(found ?? "taken")") }
    }
  }

  @Test func `a proof that is private, damaged or doubled is refused`() throws {
    var jwk = try Signer().jwk()
    jwk["d"] = "AA"
    #expect(try problem(header: ["jwk": .object(jwk)])?.contains("jwk") == true)
    var office = try Office()
    let good = try Signer().proof(now: office.now)
    let parts = good.split(separator: ".")
    for bad in [[good, good], [good + "."], [String(good.dropLast())], ["\(parts[0]).\(parts[1])."], [""]] {
      let error = try office.tokenError(["code": try office.code()], Office.approach(proofs: bad))
      #expect(error?.code == .invalidDPoPProof)
    }
  }

  @Test func `a proof comes once`() throws {
    var office = try Office()
    let proof = Office.approach(proofs: [try Signer().proof(now: office.now)])
    let first = try office.tokenError(["code": try office.code()], proof)
    let second = try office.tokenError(["code": try office.code()], proof)
    #expect(first == nil && second?.description == "The DPoP proof is not valid: jti came before")
  }

  private static func apiApproach(_ proof: String?) -> Approach {
    Office.approach(proofs: proof.map { [$0] } ?? [], url: "https://as.example/csc/v2/credentials/list")
  }

  private func apiProof(_ token: String, _ signer: Signer, jti: String, _ office: Office) throws -> Approach {
    let ath = Base64URL.encode(SecretText.key(token).bytes)
    return DPoPTests.apiApproach(
      try signer.proof(
        ["htu": "https://as.example/csc/v2/credentials/list", "ath": .string(ath)], jti: jti, now: office.now))
  }

  @Test func `a bound token is for whoever holds its key, with the scheme DPoP`() throws {
    var office = try Office()
    let signer = try Signer()
    let answer = try office.answer(
      ["code": try office.code()], Office.approach(proofs: [try signer.proof(now: office.now)]))
    #expect(answer.body["token_type"] == "DPoP")
    let good = try office.standing(
      "DPoP \(answer.accessToken)", try apiProof(answer.accessToken, signer, jti: "2", office))
    if case .good = good {} else { Issue.record("not good") }
    let other = try Signer(.es256, Result { try TestKey(curve: .p256) })
    let wrong: [(String, Approach)] = [
      ("Bearer", DPoPTests.apiApproach(nil)), ("DPoP", DPoPTests.apiApproach(nil)),
      ("Bearer", try apiProof(answer.accessToken, signer, jti: "3", office)),
      ("DPoP", try apiProof(answer.accessToken, other, jti: "4", office)),
      ("DPoP", try apiProof("other", signer, jti: "5", office)),
      ("DPoP", try apiProof(answer.accessToken, signer, jti: "2", office)),
    ]
    for (number, (scheme, approach)) in wrong.enumerated() {
      let error = try office.error { office in _ = try office.standing("\(scheme) \(answer.accessToken)", approach) }
      #expect(error?.status == 401 && error?.challenge?.hasPrefix("DPoP") == true, "\(number)")
    }
  }

  @Test func `a free token does not come with the scheme DPoP`() throws {
    var office = try Office()
    let answer = try office.answer(["code": try office.code()])
    let error = try office.error { office in _ = try office.standing("DPoP \(answer.accessToken)") }
    #expect(error?.code == .invalidToken && error?.status == 401)
  }

  @Test func `the refresh token of a public client stays with its key`() throws {
    var office = try Office()
    let signer = try Signer()
    let answer = try office.answer(
      ["code": try office.code()], Office.approach(proofs: [try signer.proof(now: office.now)]))
    let call: [String: String?] = ["grant_type": "refresh_token", "refresh_token": answer.refreshToken]
    let free = try office.tokenError(call)
    #expect(free?.description == "Invalid parameter refresh_token")
    let bound = try office.tokenError(call, Office.approach(proofs: [try signer.proof(jti: "2", now: office.now)]))
    #expect(bound == nil)
  }

  @Test func `a code bound to a key is redeemed with that key`() throws {
    let signer = try Signer()
    for (jkt, works) in [(try signer.webKey().thumbprint, true), ("other", false)] {
      var office = try Office()
      let code = try office.code(["dpop_jkt": jkt])
      let error = try office.tokenError(["code": code], Office.approach(proofs: [try signer.proof(now: office.now)]))
      #expect((error == nil) == works)
    }
    var office = try Office()
    let pushed = try office.server.push(
      try Office.authorization(),
      Office.approach(
        proofs: [try signer.proof(["htu": "https://as.example/oauth2/pushed_authorize"], now: office.now)],
        url: "https://as.example/oauth2/pushed_authorize"), try office.randomness(), now: office.now)
    let code = try office.code(["request_uri": pushed["request_uri"]?.text])
    let free = try office.tokenError(["code": code])
    #expect(free?.code == .invalidDPoPProof)
  }

  @Test func `a client that must bind its tokens gets none without a key`() throws {
    var office = try Office()
    let call: [String: String?] = [
      "grant_type": "client_credentials", "client_id": "strict", "client_secret": Office.secret,
    ]
    let free = try office.tokenError(call)
    #expect(free?.code == .invalidDPoPProof)
    let bound = try office.tokenError(call, Office.approach(proofs: [try Signer().proof(now: office.now)]))
    #expect(bound == nil)
  }

  @Test func `a full memory of proofs refuses, and empties with time`() throws {
    var office = try Office(perClient: 2)
    let call: [String: String?] = [
      "grant_type": "client_credentials", "client_id": "strict", "client_secret": Office.secret,
    ]
    func error(_ jti: String, _ office: inout Office) throws -> OAuthError? {
      try office.tokenError(call, Office.approach(proofs: [try Signer().proof(jti: jti, now: office.now)]))
    }
    let errors = try ["1", "2", "3"].map { try error($0, &office) }
    #expect(errors[0] == nil && errors[1] == nil && errors[2]?.status == 503)
    office.now = office.now.adding(seconds: 61)
    let later = try error("4", &office)
    #expect(later == nil)
  }
}
