import Evidence
import Foundation
import TestSupport
import Testing
import WebAuthn

@testable import SigningGateway

/// The pages in a real browser, with its virtual authenticator. Screenshots go to `.build/screenshots`.
@Suite(.serialized) struct ChromiumTests {
  private static let digest = "a1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff00"

  private static func activation(
    _ service: StubSignatoryService, kind: String = "signature", labels: [String?], count: Int64? = nil,
    secondsLeft: Int64 = 290
  ) -> JSONValue {
    let hashes = labels.map { label in
      JSONValue.object([
        "label": label.map(JSONValue.string) ?? .null, "algorithm": .string("sha-256"), "hex": .string(digest),
      ])
    }
    let certificate: JSONValue = .object([
      "subject": .string("CN=Erika Mustermann,GIVENNAME=Erika,SURNAME=Mustermann,SERIALNUMBER=PNODE-L01X00T47,C=DE"),
      "issuer": .string("CN=Example CA 7,O=Example Trust Services GmbH,C=DE"),
      "serial": .string("4f3a90c1d2e3f40516273849"), "validTo": .string("2028-03-31T21:59:59Z"),
    ])
    let isSignature = kind == "signature"
    // Not the browser's time: what counts is the service's.
    let now: Int64 = 1_700_000_000
    return .object([
      "kind": .string(kind), "signatory": .object(["name": .string("Erika Mustermann")]),
      "certificate": isSignature ? certificate : .null,
      "credentialID": isSignature ? .string("erika-1") : .null,
      "description": isSignature ? .string("Purchase contract, with annexes") : .null,
      "client": .object(["name": .string("Contract Office")]),
      "numSignatures": .integer(count ?? Int64(labels.count)), "hashes": .array(hashes),
      "expires": .string("\(Instant(seconds: now + secondsLeft))"), "now": .string("\(Instant(seconds: now))"),
      "passkey": service.request,
    ])
  }

  /// A browser with one authenticator, whose passkey is registered by the page.
  private func withPasskey(
    _ body: (Browser, StubSignatoryService, _ authenticator: String) async throws -> Void
  ) async throws {
    try await with { browser, service in
      try await browser.look(width: 1100, height: 800)
      let authenticator = try await browser.addAuthenticator()
      try await enrol(browser, service)
      try await browser.wait(for: "document.querySelector('#outcome').checkVisibility()")
      try await body(browser, service, authenticator)
      #expect(service.seen.problems == [])
    }
  }

  private func with(_ body: (Browser, StubSignatoryService) async throws -> Void) async throws {
    try await StubSignatoryService.serving { service in
      try await Browser.run { browser in try await body(browser, service) }
    }
  }

  private func enrol(_ browser: Browser, _ service: StubSignatoryService) async throws {
    try await browser.open("\(service.origin)/signatory/enrol")
    try await browser.wait(for: "document.querySelector('#code').checkVisibility()")
    try await browser.type(StubSignatoryService.code, into: "#code")
    try await browser.click("#send-code")
    let either = "[...document.querySelectorAll('#create, #use-existing')].some((e) => e.checkVisibility())"
    try await browser.wait(for: either)
    if try await browser.script("return document.querySelector('#use-existing').checkVisibility()") == .bool(true) {
      try await browser.click("#use-existing")
    }
    try await browser.wait(for: "document.querySelector('#create').checkVisibility()")
    try await browser.click("#create")
  }

  private func show(
    _ browser: Browser, _ service: StubSignatoryService, _ activation: JSONValue, query: String = ""
  ) async throws {
    service.change { $0.activations["h1"] = activation }
    try await browser.open("\(service.origin)/signatory/consent/h1\(query)")
    try await browser.wait(for: "document.querySelector('#confirm').checkVisibility()")
  }

  @Test func `a passkey is registered by the page and confirms a signature by the page`() async throws {
    try await withPasskey { browser, service, _ in
      let passkey = try #require(service.seen.passkeys.first)
      #expect(passkey.algorithm == .es256 && passkey.registration.transports == ["internal"])
      #expect(["none", "packed"].contains(passkey.attestation.format))
      #expect(passkey.isDeviceBound)
      #expect(try await browser.text("#heading") == "Passkey registered")
      let labels = ["Contract 2026-117.pdf", nil, "annex <img src=x onerror=alert(1)>\u{202E}fdp.exe"]
      try await show(browser, service, Self.activation(service, labels: labels))
      #expect(try await browser.text("#heading") == "Sign documents")
      #expect(try await browser.text("#confirm") == "Sign 3 documents")
      let shown = try await browser.script("return [...document.querySelectorAll('.label')].map(l => l.textContent)")
      #expect(
        shown.elements?.map(\.text) == [
          "Contract 2026-117.pdf", "Document 2, without a name",
          "annex <img src=x onerror=alert(1)>[U+202E]fdp.exe",
        ])
      let digests = try await browser.script(
        "return [...document.querySelectorAll('.digest')].map(d => [d.textContent, d.childElementCount])")
      #expect(digests.elements == Array(repeating: .array([.string(Self.digest), .integer(16)]), count: 3))
      try await browser.click("#confirm")
      try await browser.wait(for: "document.querySelector('#outcome').checkVisibility()")
      #expect(try await browser.text("#heading") == "Confirmed")
      #expect(try await browser.script("return document.activeElement.id") == .string("heading"))
      let assertion = try #require(service.seen.assertions.first)
      #expect(assertion.signatureValid && assertion.challengeMatches && assertion.originAllowed)
      #expect(assertion.isGetType && assertion.relyingPartyMatches && !assertion.isCrossOrigin)
      #expect(assertion.userPresent && assertion.userVerified && assertion.isDeviceBound)
      #expect(assertion.counterState == .advanced)
      #expect(try await browser.complaints() == [])
    }
  }

  @Test func `refusing by the page refuses, and asks no passkey`() async throws {
    try await withPasskey { browser, service, _ in
      try await show(browser, service, Self.activation(service, labels: ["Contract.pdf"]))
      #expect(try await browser.text("#confirm") == "Sign 1 document")
      try await browser.click("#refuse")
      try await browser.wait(for: "document.querySelector('#outcome').checkVisibility()")
      #expect(try await browser.text("#heading") == "Refused")
      #expect(service.seen.refused == ["h1"])
      #expect(service.seen.assertions == [])
    }
  }

  @Test func `a device that does not verify its user confirms nothing, and the page says so`() async throws {
    try await withPasskey { browser, service, authenticator in
      try await show(browser, service, Self.activation(service, labels: ["Contract.pdf"]))
      try await browser.setUserVerified(false, of: authenticator)
      try await browser.click("#confirm")
      try await browser.wait(for: "document.querySelector('#problem').textContent")
      #expect(try await browser.text("#problem").hasPrefix("Your device did not confirm"))
      #expect(service.seen.assertions == [])
      try await browser.screenshot("consent-problem")
      try await browser.setUserVerified(true, of: authenticator)
      try await browser.click("#confirm")
      try await browser.wait(for: "document.querySelector('#outcome').checkVisibility()")
      #expect(service.seen.assertions.count == 1)
    }
  }

  @Test func `a second passkey is registered only after the first has confirmed`() async throws {
    try await withPasskey { browser, service, first in
      try await browser.open("\(service.origin)/signatory/enrol#code=\(StubSignatoryService.code)")
      try await browser.wait(for: "document.querySelector('#code').value !== ''")
      #expect(try await browser.script("return location.hash") == .string(""))
      try await browser.click("#send-code")
      try await browser.wait(for: "document.querySelector('#use-existing').checkVisibility()")
      try await browser.click("#use-existing")
      try await browser.wait(for: "document.querySelector('#create').checkVisibility()")
      try await browser.removeAuthenticator(first)
      _ = try await browser.addAuthenticator(isBackedUp: true)
      try await browser.click("#create")
      try await browser.wait(for: "document.querySelector('#outcome').checkVisibility()")
      let passkeys = service.seen.passkeys
      #expect(passkeys.map(\.backupEligible) == [false, true])
      #expect(service.seen.assertions.count == 1)
    }
  }

  @Test func `a wrong code is told beside its field, which keeps the focus`() async throws {
    try await with { browser, service in
      try await browser.open("\(service.origin)/signatory/enrol?lang=de")
      try await browser.wait(for: "document.querySelector('#code').checkVisibility()")
      try await browser.click("#send-code")
      try await browser.wait(for: "document.querySelector('#code-error').textContent")
      #expect(try await browser.text("#code-error") == "Geben Sie zuerst den Code ein.")
      #expect(service.seen.calls.allSatisfy { !$0.hasPrefix("POST") })
      try await browser.type("nothing\u{E007}", into: "#code")
      try await browser.wait(for: "document.querySelector('#code-error').textContent.startsWith('Dieser Code')")
      #expect(try await browser.script("return document.activeElement.id") == .string("code"))
      #expect(
        try await browser.script("return document.querySelector('#code').getAttribute('aria-invalid')")
          == .string("true"))
    }
  }

  @Test func `a request that is over is not offered, be it gone or out of time`() async throws {
    try await with { browser, service in
      try await browser.open("\(service.origin)/signatory/consent/unknown")
      try await browser.wait(for: "document.querySelector('#outcome').checkVisibility()")
      #expect(try await browser.text("#heading") == "This request is over")
      try await show(browser, service, Self.activation(service, labels: ["a"], secondsLeft: 4))
      try await browser.wait(for: "document.querySelector('#outcome').checkVisibility()")
      #expect(try await browser.text("#heading") == "This request is over")
      #expect(try await browser.script("return document.querySelector('#confirm').checkVisibility()") == .bool(false))
    }
  }

  @Test func `after the answer the browser goes where the application said, but never into a script`() async throws {
    try await withPasskey { browser, service, _ in
      service.change { $0.redirect = "javascript:document.title='owned'" }
      try await show(browser, service, Self.activation(service, labels: ["a"]))
      try await browser.click("#confirm")
      try await browser.wait(for: "document.querySelector('#outcome').checkVisibility()")
      #expect(try await browser.script("return document.title") == .string("Confirmed"))
      #expect(try await browser.script("return document.querySelector('#continue').checkVisibility()") == .bool(false))
      let back = "\(service.origin)/signatory/enrol?state=1"
      service.change { $0.redirect = back }
      try await show(browser, service, Self.activation(service, kind: "service", labels: []))
      #expect(try await browser.text("#confirm") == "Grant access")
      try await browser.click("#confirm")
      try await browser.wait(for: "location.search === '?state=1'")
    }
  }

  @Test func `a browser without any passkey is told so, and nothing is sent`() async throws {
    try await with { browser, service in
      try await show(browser, service, Self.activation(service, labels: ["a"]))
      try await browser.script("Object.defineProperty(window, 'PublicKeyCredential', { value: undefined })")
      try await browser.click("#confirm")
      try await browser.wait(for: "document.querySelector('#problem').textContent")
      #expect(try await browser.text("#problem").hasPrefix("This browser cannot use passkeys"))
      #expect(service.seen.calls.allSatisfy { !$0.hasPrefix("POST") })
    }
  }
}
