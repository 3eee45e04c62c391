import Cryptography
import DER
import Evidence
import TestSupport
import Testing

@testable import OAuth

@Suite struct ClientAuthenticationTests {
  private static let machine: [String: String?] = ["grant_type": "client_credentials", "client_id": nil]

  private func basic(_ id: String, _ secret: String) -> String {
    "Basic " + Base64.encode(Array("\(id):\(secret)".utf8))
  }

  private func error(
    _ changes: [String: String?], _ approach: Approach = Office.approach(), office: Office? = nil
  ) throws -> OAuthError? {
    var office = try office ?? Office()
    return try office.tokenError(ClientAuthenticationTests.machine.merging(changes) { _, new in new }, approach)
  }

  @Test func `a secret comes in the header or in the form`() throws {
    #expect(try error(["client_id": "web", "client_secret": Office.secret]) == nil)
    #expect(try error([:], Office.approach(authorization: basic("web", Office.secret))) == nil)
    #expect(try error(["client_id": "web"], Office.approach(authorization: basic("web", Office.secret))) == nil)
    #expect(try error([:], Office.approach(authorization: basic("w%65b", Office.secret))) == nil)
  }

  @Test func `a wrong secret has CSC's sentence, and in the header a challenge`() throws {
    let posted = try #require(try error(["client_id": "web", "client_secret": "x"]))
    #expect(posted == OAuthError(.invalidRequest, "Invalid parameter client_secret"))
    let header = try #require(try error([:], Office.approach(authorization: basic("web", "x"))))
    #expect(header.status == 401 && header.code == .invalidClient && header.challenge != nil)
    #expect(header.description == "Invalid parameter client_secret")
    for bad in ["Basic", "Basic !", "Basic " + Base64.encode(Array("web".utf8)), "Bearer x"] {
      let found = try #require(try error([:], Office.approach(authorization: bad)))
      #expect(found.status == 401 && found.description == "Client authorization required", "\(bad)")
    }
  }

  @Test func `a client authenticates in the way it is registered for, and in one way at a time`() throws {
    let required = try #require(try error(["client_id": "web"]))
    #expect(required.status == 401 && required.description == "Client authorization required")
    #expect(try error(["client_id": "phone", "client_secret": "x"])?.code == .invalidClient)
    #expect(try error(["client_id": "tls", "client_secret": "x"])?.code == .invalidClient)
    let assertion = try Signer().assertion(["sub": "web", "iss": "web"], now: try Office().now)
    let typed: [String: String?] = [
      "client_assertion": assertion, "client_assertion_type": ClientAuthentication.assertionType,
    ]
    #expect(try error(typed)?.description == "Client authorization required")
    let two = try error(["client_id": "web", "client_secret": Office.secret].merging(typed) { _, new in new })
    #expect(two?.description == "The client authenticates in more than one way")
    let both = try error(
      ["client_id": "web", "client_secret": Office.secret],
      Office.approach(authorization: basic("web", Office.secret)))
    #expect(both?.code == .invalidRequest)
    let mixed = try error(["client_id": "phone"], Office.approach(authorization: basic("web", Office.secret)))
    #expect(mixed?.description == "Invalid parameter client_id")
  }

  @Test func `a certificate authenticates its client, and its tokens are bound to it`() throws {
    var office = try Office()
    let call = ClientAuthenticationTests.machine.merging(["client_id": "tls"]) { _, new in new }
    let own = Office.approach(certificate: Office.certificate)
    for wrong in [nil, Hash.digest([9])] {
      let error = try office.tokenError(call, Office.approach(certificate: wrong))
      #expect(error?.description == "Client authorization required" && error?.status == 401)
    }
    let token = try office.answer(call, own).accessToken
    guard case .good = try office.standing("Bearer \(token)", own) else {
      Issue.record("not good with its own certificate")
      return
    }
    let error = try office.error { office in _ = try office.standing("Bearer \(token)") }
    #expect(error?.status == 401 && error?.code == .invalidToken)
  }

  private func assertionError(
    _ changes: [String: JSONValue?] = [:], header: [String: JSONValue?] = [:], signer: Signer? = nil
  ) throws -> OAuthError? {
    let office = try Office()
    let text = try (signer ?? Signer()).assertion(changes, header: header, now: office.now)
    return try error(
      ["client_assertion": text, "client_assertion_type": ClientAuthentication.assertionType], office: office)
  }

  @Test func `an assertion of the registered key authenticates`() throws {
    #expect(try assertionError() == nil)
    #expect(try assertionError(["aud": "https://as.example/oauth2/token"]) == nil)
    #expect(try assertionError(["aud": .array(["https://as.example"]), "iat": .integer(1_799_999_990)]) == nil)
  }

  @Test func `each claim of an assertion counts`() throws {
    let now = try Office().now
    let wrong: [[String: JSONValue?]] = [
      ["iss": "web"], ["iss": nil], ["aud": "https://other.example"], ["aud": nil], ["jti": nil],
      ["aud": .array(["https://as.example", "https://other.example"])], ["exp": nil],
      ["exp": .integer(now.seconds)], ["exp": .integer(now.seconds + 601)], ["exp": "soon"],
      ["nbf": .integer(now.seconds + 60)], ["iat": .integer(now.seconds + 60)], ["exp": .integer(.max)],
    ]
    for changes in wrong {
      let found = try assertionError(changes)
      #expect(found?.status == 401 && found?.code == .invalidClient, "\(changes)")
    }
    #expect(try assertionError(["sub": "nobody"])?.description == "Invalid parameter client_id")
    #expect(try assertionError(["sub": nil])?.description == "Missing parameter client_id")
  }

  @Test func `an assertion of another key, another algorithm or with headers that lead elsewhere is refused`() throws {
    let other = try Signer(.es256, Result { try TestKey(curve: .p256) })
    #expect(try assertionError(signer: other)?.code == .invalidClient)
    for algorithm: JSONValue in ["none", "HS256", "ES384", "RS256", "es256", "ES512"] {
      #expect(try assertionError(header: ["alg": algorithm])?.code == .invalidClient, "\(algorithm)")
    }
    for name in ["jwk", "jku", "x5c", "crit", "b64"] {
      #expect(try assertionError(header: [name: "x"])?.code == .invalidClient, "\(name)")
    }
  }

  @Test func `an assertion authenticates once`() throws {
    var office = try Office()
    let text = try Signer().assertion(now: office.now)
    let call = ClientAuthenticationTests.machine.merging([
      "client_assertion": text, "client_assertion_type": ClientAuthentication.assertionType,
    ]) { _, new in new }
    let first = try office.tokenError(call)
    let second = try office.tokenError(call)
    #expect(first == nil && second?.description == "The client assertion came before")
    let type = try error(["client_assertion": text, "client_assertion_type": "saml"])
    #expect(type?.description == "Invalid parameter client_assertion_type")
  }

  @Test func `each algorithm of the list verifies with its kind of key and with no other`() throws {
    let signers = try [
      Signer(.es256), Signer(.es384, TestKeys.p384), Signer(.rs256, TestKeys.rsa2048), Signer(.ps256, TestKeys.rsa2048),
      Signer(.edDSA, TestKeys.ed25519),
    ]
    for signer in signers {
      let text = try signer.token(["alg": .string(signer.algorithm.rawValue)], ["a": "b"])
      let token = try #require(SignedToken(text, headers: ["alg"]))
      for other in signers {
        let same = other.algorithm == signer.algorithm || (other.key === signer.key)
        #expect(token.verifies(by: try other.webKey().key) == same, "\(signer.algorithm) \(other.algorithm)")
      }
    }
  }

  @Test func `RFC 7638's key has RFC 7638's thumbprint`() throws {
    let json = """
      {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRX\
      jBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zg\
      dAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8a\
      wapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}
      """
    #expect(JSONWebKey(json: Array(json.utf8))?.thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
  }

  @Test func `a private or malformed JWK is no key`() throws {
    let good = try Signer().jwk()
    #expect(JSONWebKey(json: JSONValue.object(good).canonicalBytes()) != nil)
    let changes: [[String: JSONValue?]] = [
      ["d": "AA"], ["x": "AA"], ["y": good["x"]], ["crv": "P-384"], ["kty": "oct"], ["kty": "RSA"], ["y": nil],
      ["x5c": .array([])],
    ]
    for change in changes {
      var jwk = good
      for (name, value) in change { jwk[name] = value }
      #expect(JSONWebKey(json: JSONValue.object(jwk).canonicalBytes()) == nil, "\(change)")
    }
  }
}
