import Cryptography
import Evidence
import Records
import TestSupport
import Testing

@testable import SigningGateway

/// The page on which signatories look after their own authenticators, before a real gateway.
@Suite(.serialized) struct OwnAuthenticatorsInChromiumTests {
  private func open(_ browser: Browser, _ scene: RemoteScene, _ query: String = "") async throws {
    try await browser.open("\(try scene.pageOrigin())/signatory/authenticators\(query)")
    try await browser.wait(for: "document.querySelector('#show').checkVisibility()")
  }

  private func list(_ browser: Browser, _ scene: RemoteScene, _ query: String = "") async throws {
    try await open(browser, scene, query)
    try await browser.click("#show")
    try await browser.wait(for: "document.querySelector('#list-step').checkVisibility()")
  }

  private func status(_ browser: Browser, _ text: String) async throws {
    try await browser.wait(for: "document.querySelector('#status').textContent === '\(text)'")
  }

  private func labels(_ browser: Browser) async throws -> [String?] {
    try await browser.script("return [...document.querySelectorAll('#authenticators .label')].map(l => l.textContent)")
      .elements?.map(\.text) ?? []
  }

  private func records(_ scene: RemoteScene) async throws -> [AuthenticatorRecord] {
    try await scene.store.list(AuthenticatorRecord.self, of: "alice", limit: 10).map(\.value)
  }

  /// Adds a passkey by the page, on a device of its own that the browser then has instead of the first.
  private func add(_ browser: Browser, instead of: String) async throws -> String {
    try await browser.click("#add")
    try await browser.wait(for: "document.querySelector('#create').checkVisibility()")
    try await browser.removeAuthenticator(of)
    let other = try await browser.addAuthenticator(isBackedUp: true)
    try await browser.click("#create")
    try await status(browser, "The new passkey is registered.")
    return other
  }

  @Test func `a signatory lists, names, adds a second passkey, and with it ends the first, which opens nothing more`()
    async throws
  {
    try await RemoteScene.inBrowser { browser, scene, first in
      let credential = try await scene.credential()
      try await scene.enrol(with: browser)
      try await list(browser, scene)
      #expect(try await labels(browser) == ["Passkey"])
      #expect(try await browser.text("#authenticators").contains("You used it just now"))

      try await browser.click("#authenticator-0 button:first-of-type")
      try await browser.type("Blue key <b>", into: "#name-0")
      try await browser.click("#authenticator-0 .primary")
      try await status(browser, "The name was saved.")
      #expect(try await labels(browser) == ["Blue key <b>"])
      #expect(try await records(scene).map(\.name) == ["Blue key <b>"])

      _ = try await add(browser, instead: first)
      #expect(try await labels(browser) == ["Passkey", "Blue key <b>"])
      #expect(try await browser.text("#authenticator-0").contains("Copied between devices"))
      #expect(try await records(scene).filter(\.isActive).count == 2)
      try await browser.screenshot("own-authenticators")

      try await browser.click("#authenticator-1 button:last-of-type")
      #expect(try await browser.text("#authenticator-1 .step").hasPrefix("End “Blue key <b>” for good?"))
      try await browser.click("#authenticator-1 .primary")
      try await status(browser, "It has ended.")
      #expect(try await browser.text("#authenticator-1").contains("Ended: it confirms nothing any more."))
      let records = try await records(scene)
      #expect(records.first { $0.name == "Blue key <b>" }?.isActive == false)
      #expect(records.filter(\.isActive).count == 1)
      #expect(try await browser.complaints() == [])
      let acts = try await scene.store.records(of: [.authenticatorChanged]).compactMap {
        $0.value?["note"]?["act"]?.text
      }
      #expect(acts == ["enrolled", "proved", "proved", "named", "proved", "enrolled", "proved", "revoked"])

      // What remains releases signatures.
      let handle = try await scene.authorize(credential, [Hash.digest([1]).bytes])
      try await browser.open("\(try scene.pageOrigin())/signatory/consent/\(handle)")
      try await browser.wait(for: "document.querySelector('#confirm').checkVisibility()")
      try await browser.click("#confirm")
      // The credential takes no synchronised passkey: the gate says so, and the page.
      try await browser.wait(for: "document.querySelector('#problem').textContent.includes('not accepted')")
    }
  }

  @Test func `a lost passkey that was ended shows nothing, and the page says so`() async throws {
    try await RemoteScene.inBrowser { browser, scene, _ in
      _ = try await scene.credential()
      try await scene.enrol(with: browser)
      try await list(browser, scene)
      try await browser.click("#authenticator-0 button:last-of-type")
      #expect(try await browser.text("#authenticator-0 .step").contains("is the last one in use"))
      try await browser.click("#authenticator-0 .step button:last-of-type")
      #expect(try await records(scene).allSatisfy(\.isActive))
      try await browser.click("#authenticator-0 button:last-of-type")
      try await browser.click("#authenticator-0 .primary")
      try await status(browser, "It has ended.")
      try await open(browser, scene)
      try await browser.click("#show")
      try await browser.wait(for: "document.querySelector('#problem').textContent.includes('did not accept')")
      #expect(try await browser.script("return document.querySelector('#list-step').checkVisibility()") == .bool(false))
    }
  }

  @Test func `whoever holds no passkey of a signatory's sees nothing of anybody`() async throws {
    try await RemoteScene.inBrowser { browser, scene, first in
      _ = try await scene.credential()
      try await scene.enrol(with: browser)
      try await browser.removeAuthenticator(first)
      _ = try await browser.addAuthenticator()
      try await open(browser, scene)
      try await browser.click("#show")
      try await browser.wait(for: "document.querySelector('#problem').textContent")
      #expect(try await browser.text("#problem").hasPrefix("Your device did not confirm"))
      #expect(
        try await browser.script("return document.querySelector('#authenticators').childElementCount") == .integer(0))
    }
  }

  @Test
  func `nothing stands out of the page, text stands out from its ground, controls have names and are large enough`()
    async throws
  {
    try await RemoteScene.inBrowser { browser, scene, first in
      _ = try await scene.credential()
      try await scene.enrol(with: browser)
      try await list(browser, scene)
      try await browser.click("#authenticator-0 button:first-of-type")
      try await browser.type(String(repeating: "Sicherheitsschluessel", count: 3), into: "#name-0")
      try await browser.click("#authenticator-0 .primary")
      try await status(browser, "The name was saved.")
      _ = try await add(browser, instead: first)
      for (language, width, isDark) in [("en", 320, false), ("de", 320, true), ("de", 1280, false), ("en", 1280, true)]
        as [(String, Int64, Bool)]
      {
        try await browser.look(width: width, height: 800, isDark: isDark)
        try await open(browser, scene, "?lang=\(language)")
        try await browser.screenshot("own-start-\(language)-\(width)\(isDark ? "-dark" : "")")
        try await expectGoodLooks(browser, width, isDark)
        try await browser.click("#show")
        try await browser.wait(for: "document.querySelector('#list-step').checkVisibility()")
        // In either order: one of them has the long name.
        for index in 0..<2 { try await browser.click("#authenticator-\(index) button:last-of-type") }
        try await expectGoodLooks(browser, width, isDark)
        try await browser.click("#authenticator-1 .step button:last-of-type")
        try await browser.click("#authenticator-1 button:first-of-type")
        try await browser.script("document.querySelector('#problem').textContent = 'a problem'")
        try await expectGoodLooks(browser, width, isDark)
        try await browser.script("document.querySelector('#problem').textContent = ''")
        try await browser.screenshot("own-list-\(language)-\(width)\(isDark ? "-dark" : "")")
      }
      #expect(try await browser.complaints() == [])
    }
  }

  private func expectGoodLooks(_ browser: Browser, _ width: Int64, _ isDark: Bool) async throws {
    guard case .integer(let right) = try await browser.script(PageLooksTests.rightmost) else {
      Issue.record("no width")
      return
    }
    #expect(right <= width, "\(width)")
    #expect(try await browser.script(PageLooksTests.contrast) == .array([]), "\(width), dark: \(isDark)")
    #expect(try await browser.script(PageLooksTests.small) == .array([]), "\(width)")
  }

  @Test func `the page is worked by the keyboard alone, and focus stays where the person is`() async throws {
    try await RemoteScene.inBrowser { browser, scene, _ in
      _ = try await scene.credential()
      try await scene.enrol(with: browser)
      try await open(browser, scene)
      for _ in 0..<3 { try await browser.press("\u{E004}") }
      #expect(try await focus(browser) == "show")
      try await browser.press("\u{E007}")
      try await browser.wait(for: "document.querySelector('#list-step').checkVisibility()")
      #expect(try await focus(browser) == "list-heading")
      try await browser.press("\u{E004}")
      let name = try await browser.script("return document.activeElement.getAttribute('aria-label')")
      #expect(name == .string("Change name: Passkey"))
      try await browser.press("\u{E007}")
      #expect(try await focus(browser) == "name-0")
      try await browser.press("Key\u{E007}")
      try await status(browser, "The name was saved.")
      #expect(try await focus(browser) == "authenticator-0")
      #expect(try await labels(browser) == ["Key"])
    }
  }

  private func focus(_ browser: Browser) async throws -> String? {
    try await browser.script("return document.activeElement.id").text
  }
}
