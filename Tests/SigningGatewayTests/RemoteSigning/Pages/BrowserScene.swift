import Evidence
import Synchronization
import TestSupport
import Testing

@testable import SigningGateway

extension RemoteScene {
  /// Serves the scene's `public` listener under `http://localhost`, which browsers count as secure.
  static func inBrowser(
    clients: String = "", _ body: (Browser, RemoteScene, _ authenticator: String) async throws -> Void
  ) async throws {
    let router = Mutex<Router?>(nil)
    let listener = HTTPListener(name: "public", address: "127.0.0.1", port: 0, tls: nil)
    let server = try HTTPServer(listeners: [listener]) { request in
      guard let router = router.withLock({ $0 }) else { return HTTPResponse(status: 503) }
      return await router.answer(request)
    }
    try server.start(threads: 1)
    let scene = try RemoteScene(
      more: clients, origin: "http://localhost:\(server.boundPort("public") ?? 0)")
    router.withLock { $0 = scene.gateway.router }
    try await Browser.run { browser in
      try await browser.look(width: 1100, height: 800)
      try await body(browser, scene, try await browser.addAuthenticator())
    }
    withExtendedLifetime(server) {}
  }

  func pageOrigin() throws -> String { try #require(gateway.remote?.settings.origin) }

  /// By the page, with the code of an invitation.
  func enrol(with browser: Browser) async throws {
    let invited = try await send(
      "POST", "/remote/v1/signatories/alice/invitations", .object([:]), as: ConfigurationFolder.pipeline)
    let code = try #require(invited.json["code"]?.text, "\(invited.text)")
    try await browser.open("\(try pageOrigin())/signatory/enrol")
    try await browser.wait(for: "document.querySelector('#code').checkVisibility()")
    try await browser.type(code, into: "#code")
    try await browser.click("#send-code")
    try await browser.wait(for: "document.querySelector('#create').checkVisibility()")
    try await browser.click("#create")
    try await browser.wait(for: "document.querySelector('#outcome').checkVisibility()")
    #expect(try await browser.text("#heading") == "Passkey registered")
  }
}
