import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import CSC

@Suite struct AnswerTests {
  private static let objects = [
    AuthObject(.password, id: "pw", label: "Password", numeric: false),
    AuthObject(.challengeResponse, id: "code", numeric: true, generator: "totp"),
  ]

  private func credential(_ mode: AuthorizationMode = .oauth2code, chain: Bool = true) throws -> CredentialDescription {
    let signer = Certificate(
      tbs: try SampleCertificate.subject().tbs(), signatureAlgorithm: .ecdsaWithSHA256, signature: [1])
    let issuer = Certificate(
      tbs: try SampleCertificate.issuingCA().tbs(), signatureAlgorithm: .ecdsaWithSHA384, signature: [1])
    return CredentialDescription(
      id: "c-1", description: "Key of Erika", qualifier: "eu_eidas_qes", key: try Body.ec(), status: .valid,
      chain: chain ? [signer, issuer] : [], mode: mode, scal: 2, multisign: 10)
  }

  private func text(_ value: JSONValue?) -> String {
    value.map { String(decoding: $0.canonicalBytes(), as: UTF8.self) } ?? ""
  }

  @Test func `v2 tells of key, certificate and authorization what was asked for`() throws {
    let whole = CredentialParts(certificates: .chain, certInfo: true, authInfo: true)
    let info = try credential().info(whole, dialect: .v2)
    #expect(
      text(info["key"])
        == #"{"algo":["1.2.840.10045.4.3.2"],"curve":"1.2.840.10045.3.1.7","len":256,"status":"enabled"}"#)
    #expect(info["SCAL"] == "2" && info["multisign"] == .integer(10) && info["signatureQualifier"] == "eu_eidas_qes")
    #expect(text(info["auth"]) == #"{"mode":"oauth2code"}"#)
    let cert = try #require(info["cert"])
    #expect(cert["validFrom"] == "20261120120000Z" && cert["validTo"] == "20281120115959Z")
    #expect(cert["serialNumber"] == "4d3a1b2c3d4e5f60718293a4b5c6d7e8")
    #expect(cert["subjectDN"].map(text)?.contains("CN=Erika Mustermann") == true)
    #expect(cert["issuerDN"].map(text)?.contains("CN=Example Issuing CA") == true)
    #expect(text(cert["policy"]) == #"["0.4.0.194112.1.2"]"#)
    #expect(
      text(cert["qcStatements"]) == #"["0.4.0.1862.1.1","0.4.0.1862.1.4","0.4.0.1862.1.6","0.4.0.1862.1.5"]"#)
    guard case .array(let chain)? = cert["certificates"], case .string(let first)? = chain.first else {
      Issue.record("no certificates")
      return
    }
    #expect(chain.count == 2)
    let signer = try Certificate(der: try #require(Base64.decode(first)))
    #expect(signer.tbsCertificate.subject == Name(Sample.personName))
  }

  @Test func `parts that nobody asked for are left out`() throws {
    let cert = try #require(try credential().info(CredentialParts(certificates: .none), dialect: .v2)["cert"])
    #expect(text(cert) == #"{"status":"valid"}"#)
    let single = try #require(try credential().info(CredentialParts(), dialect: .v1)["cert"]?["certificates"])
    if case .array(let list) = single { #expect(list.count == 1) } else { Issue.record("no list") }
    let bare = try credential(chain: false).info(CredentialParts(certInfo: true), dialect: .v2)
    #expect(text(bare["cert"]) == #"{"status":"valid"}"#)
  }

  @Test func `explicit factors are objects in v2, and PIN and OTP in v1`() throws {
    let mode = AuthorizationMode.explicit(AnswerTests.objects)
    let asked = CredentialParts(authInfo: true)
    let v2 = try credential(mode).info(asked, dialect: .v2)
    #expect(
      text(v2["auth"])
        == #"{"expression":"pw AND code","mode":"explicit","objects":[{"format":"A","id":"pw","label":"Password","#
        + #""type":"Password"},{"format":"N","generator":"totp","id":"code","type":"ChallengeResponse"}]}"#)
    #expect(text(try credential(mode).info(CredentialParts(), dialect: .v2)["auth"]) == #"{"mode":"explicit"}"#)
    let v1 = try credential(mode).info(asked, dialect: .v1)
    #expect(v1["authMode"] == "explicit" && v1["auth"] == nil && v1["signatureQualifier"] == nil)
    #expect(text(v1["PIN"]) == #"{"format":"A","label":"Password","presence":"true"}"#)
    #expect(text(v1["OTP"]) == #"{"ID":"code","format":"N","presence":"true","type":"offline"}"#)
    let pinOnly = try credential(.explicit([AnswerTests.objects[0]])).info(asked, dialect: .v1)
    #expect(text(pinOnly["OTP"]) == #"{"presence":"false"}"#)
  }

  @Test func `a list holds identifiers, and credentials where they are asked for`() throws {
    let listed = [try credential()]
    let plain = try ListRequest(Body.json([:]), dialect: .v2, userSpecific: true)
    #expect(text(Answers.list(listed, request: plain, dialect: .v2)) == #"{"credentialIDs":["c-1"]}"#)
    #expect(
      text(Answers.list(listed, request: plain, dialect: .v1, next: "n"))
        == #"{"credentialIDs":["c-1"],"nextPageToken":"n"}"#)
    let asked = try ListRequest(
      Body.json(["credentialInfo": .bool(true), "onlyValid": .bool(true), "certificates": "none"]), dialect: .v2,
      userSpecific: true)
    let answer = Answers.list(listed, request: asked, dialect: .v2)
    #expect(answer["onlyValid"] == .bool(true))
    guard case .array(let infos)? = answer["credentialInfos"] else {
      Issue.record("no credentialInfos")
      return
    }
    #expect(infos.first?["credentialID"] == "c-1" && infos.first?["key"] != nil)
  }

  private func service(_ types: [ServiceInfo.AuthType]) -> ServiceInfo {
    ServiceInfo(
      name: "Sealgate", logo: "https://sign.example/logo.png", region: "DE", language: "en", description: "Demo",
      authTypes: types, oauth2Issuer: "https://sign.example", oauth2Base: "https://sign.example/", supportsRAR: true,
      asynchronous: true, methods: ["signatures/signHash", "signatures/signPolling"], algorithms: [.rsaSHA256])
  }

  @Test func `info has every member that a client requires`() {
    let v2 = service([.oauth2code, .tls]).answer(.v2)
    for member in [
      "specs", "name", "logo", "region", "lang", "description", "authType", "supportedHashTypes", "methods",
      "conformance_levels",
    ] { #expect(v2[member] != nil, "\(member)") }
    #expect(text(v2["signAlgorithms"]) == #"{"algos":["1.2.840.113549.1.1.11"]}"#)
    #expect(v2["signature_formats"]?["formats"] != nil)
    #expect(text(v2["authType"]) == #"["oauth2code","TLS"]"#)
    #expect(v2["oauth2Issuer"] == "https://sign.example" && v2["oauth2"] == nil)
    let v1 = service([.oauth2code]).answer(.v1)
    #expect(v1["specs"] == "1.0.4.0" && v1["oauth2"] == "https://sign.example/" && v1["signAlgorithms"] == nil)
    #expect(text(v1["methods"]) == #"["signatures/signHash"]"#)
  }

  @Test func `without a type of OAuth info names no server`() {
    let answer = service([.tls]).answer(.v2)
    #expect(answer["oauth2Issuer"] == nil && answer["oauth2"] == nil && answer["supportsRar"] == nil)
  }

  @Test func `an error is its code and its sentence`() {
    #expect(
      text(CSCError.invalidSAD.body) == #"{"error":"invalid_request","error_description":"Invalid parameter SAD"}"#)
    #expect(CSCError.locked(.v1, factor: .otp).description == "OTP locked")
    #expect(CSCError.locked(.v2, factor: .otp).description == "Credential locked")
    #expect(CSCError.malformedAuthorization(.v2).description == "Malformed authorization header")
    #expect(CSCError.invalidToken.status == 401 && CSCError.notImplemented("signatures/signDoc").status == 501)
  }
}
