import Cryptography
import DER
import Evidence
import Records
import TestSupport
import Testing

@testable import SigningGateway

/// A signatory with a real browser before a real gateway: its routes, services, gates and records; keys are software.
@Suite(.serialized) struct SignatoryInChromiumTests {
  private static func hash(_ number: UInt8) -> [UInt8] { Hash.digest([number]).bytes }

  private func with(
    clients: String = "", _ body: (Browser, RemoteScene, _ authenticator: String) async throws -> Void
  ) async throws { try await RemoteScene.inBrowser(clients: clients, body) }

  private func origin(_ scene: RemoteScene) throws -> String { try scene.pageOrigin() }

  private func enrol(_ browser: Browser, _ scene: RemoteScene) async throws { try await scene.enrol(with: browser) }

  private func show(_ browser: Browser, _ scene: RemoteScene, _ handle: String) async throws {
    try await browser.open("\(try origin(scene))/signatory/consent/\(handle)")
    try await browser.wait(for: "document.querySelector('#confirm').checkVisibility()")
  }

  private func ended(_ browser: Browser) async throws -> String {
    try await browser.wait(for: "document.querySelector('#outcome').checkVisibility()")
    return try await browser.text("#heading")
  }

  @Test func `a signatory registers a passkey and releases two signatures by the pages, and both verify`() async throws
  {
    try await with { browser, scene, _ in
      let credential = try await scene.credential()
      try await enrol(browser, scene)
      let hashes = [Self.hash(1), Self.hash(2)]
      let handle = try await scene.authorize(credential, hashes)
      let waiting = try await scene.csc("credentials/authorizeCheck", ["handle": .string(handle)])
      #expect(waiting.status == 202)

      try await show(browser, scene, handle)
      #expect(try await browser.text("#who").contains("Alice Example"))
      #expect(try await browser.text("#who").contains("Example App"))
      let shown = try await browser.script("return [...document.querySelectorAll('.digest')].map(d => d.textContent)")
      #expect(shown.elements?.map(\.text) == hashes.map { Hex.encode($0) })
      try await browser.screenshot("signatory-consent")
      try await browser.click("#confirm")
      #expect(try await ended(browser) == "Confirmed")
      #expect(try await browser.complaints() == [])

      let released = try await scene.csc("credentials/authorizeCheck", ["handle": .string(handle)])
      let sad = try #require(released.json["SAD"]?.text, "\(released.text)")
      let reply = try await scene.sign(credential, sad, hashes)
      let signatures = (reply.json["signatures"]?.elements ?? []).compactMap { $0.text.flatMap { Base64.decode($0) } }
      try #require(signatures.count == 2, "\(reply.text)")
      let key = try await scene.publicKey(credential)
      for (hash, signature) in zip(hashes, signatures) {
        #expect(
          try key.verify(
            signature: signature, over: hash, scheme: .ecdsa(.sha256), form: .digest(pssSaltLength: nil)))
      }
      // The page of what was answered offers nothing.
      try await browser.open("\(try origin(scene))/signatory/consent/\(handle)")
      #expect(try await ended(browser) == "This request is over")
    }
  }

  @Test func `an application sends the browser, the signatory consents, and the code becomes a signature`() async throws
  {
    // The application's own page needs not be there: what counts is the address that the browser is sent to.
    let callback = "http://localhost:9/callback"
    let secret = Hash.digest(Array(RemoteScene.secret.utf8)).hex
    let client = "    - {id: web, name: Web Shop, secret-sha256: \(secret), redirect-uris: [\"\(callback)\"]}"
    try await with(clients: client) { browser, scene, _ in
      let credential = try await scene.credential()
      try await enrol(browser, scene)
      // The SHA-256 over what a PDF's signature covers, as an application would have made it.
      let document = Array("%PDF-1.7 ByteRange [0 840 960 240]".utf8)
      let hash = Hash.digest(document).bytes
      let asked: [String: String?] = [
        "response_type": "code", "client_id": "web", "redirect_uri": callback, "state": "s1",
        "code_challenge": RemoteScene.challenge, "code_challenge_method": "S256",
      ]
      let parameters = asked.merging(RemoteScene.signing(credential, [hash])) { own, _ in own }
      try await browser.open("\(try origin(scene))/oauth2/authorize?\(RemoteScene.query(parameters))")
      try await browser.wait(for: "document.querySelector('#confirm').checkVisibility()")
      #expect(try await browser.text("#who").contains("Web Shop"))
      #expect(try await browser.text(".digest") == Hex.encode(hash))
      try await browser.click("#confirm")

      let address = try await browser.address { $0.hasPrefix(callback) }
      let code = try #require(RemoteScene.parameters(address)["code"], "\(address)")
      let token = try await scene.redeem(code, ["redirect_uri": callback])
      let bearer = try #require(token.json["access_token"]?.text, "\(token.text)")
      let reply = try await scene.api(
        "signatures/signHash",
        [
          "credentialID": .string(credential), "hashes": .array([.string(Base64.encode(hash))]),
          "signAlgo": .string("1.2.840.10045.4.3.2"),
        ], [RemoteScene.bearer(bearer)])
      let signature = try #require(
        reply.json["signatures"]?.elements?.first?.text.flatMap { Base64.decode($0) }, "\(reply.text)")
      #expect(
        try await scene.publicKey(credential).verify(
          signature: signature, over: document, scheme: .ecdsa(.sha256)))
    }
  }

  @Test func `what a signatory refuses by the page yields no activation data`() async throws {
    try await with { browser, scene, _ in
      let credential = try await scene.credential()
      try await enrol(browser, scene)
      let handle = try await scene.authorize(credential, [Self.hash(1)])
      try await show(browser, scene, handle)
      try await browser.click("#refuse")
      #expect(try await ended(browser) == "Refused")
      let checked = try await scene.csc("credentials/authorizeCheck", ["handle": .string(handle)])
      #expect(checked.status == 400 && checked.json["SAD"] == nil, "\(checked.text)")
    }
  }

  @Test func `a passkey answer without user verification is refused by the gateway, and the page says so`() async throws
  {
    try await with { browser, scene, authenticator in
      let credential = try await scene.credential()
      try await enrol(browser, scene)
      let handle = try await scene.authorize(credential, [Self.hash(1)])
      try await show(browser, scene, handle)
      // A browser keeps its promise and gives nothing; one that does not keep it is refused by the gate.
      try await browser.setUserVerified(false, of: authenticator)
      try await browser.click("#confirm")
      try await browser.wait(for: "document.querySelector('#problem').textContent")
      #expect(try await browser.text("#problem").hasPrefix("Your device did not confirm"))
      try await browser.script(
        """
        const get = navigator.credentials.get.bind(navigator.credentials);
        navigator.credentials.get = ({ publicKey }) =>
          get({ publicKey: { ...publicKey, userVerification: "discouraged" } });
        """)
      try await browser.click("#confirm")
      try await browser.wait(for: "document.querySelector('#problem').textContent.includes('not accepted')")
      #expect(try await browser.text("#problem").contains("The service says:"))
      try await browser.screenshot("signatory-refused-by-gate")
      let checked = try await scene.csc("credentials/authorizeCheck", ["handle": .string(handle)])
      #expect(checked.status == 202, "\(checked.text)")

      try await browser.script("delete navigator.credentials.get")
      try await browser.setUserVerified(true, of: authenticator)
      try await browser.click("#confirm")
      #expect(try await ended(browser) == "Confirmed")
    }
  }

  @Test func `pages and what they load come with their policies, and nothing else is there`() async throws {
    let scene = try RemoteScene()
    for path in ["/signatory/enrol", "/signatory/consent/any", "/signatory/authenticators"] {
      let german = try await scene.send(
        "GET", path, as: nil, listener: "public", headers: [HTTPField("Accept-Language", "de-AT,en;q=0.5")])
      #expect(german.status == 200 && german.text.contains("<html lang=\"de\">"))
      #expect(german.headers.contains { $0.name == "Content-Security-Policy" })
      let english = try await scene.send("GET", "\(path)?lang=en", as: nil, listener: "public")
      #expect(english.text.contains("<html lang=\"en\">"))
    }
    let script = try await scene.send("GET", "/signatory/assets/consent", as: nil, listener: "public")
    #expect(script.headers.contains(HTTPField("Content-Type", "text/javascript; charset=utf-8")))
    #expect(try await scene.send("GET", "/signatory/assets/nothing", as: nil, listener: "public").status == 404)
    #expect(try await scene.send("GET", "/signatory/enrol").status == 404)
  }
}
