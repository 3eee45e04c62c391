import Evidence
import Foundation
import TestSupport
import Testing

@testable import SigningGateway

/// What a person needs of the pages to see, read and reach: at every width, by keyboard, by day and by night.
@Suite(.serialized) struct PageLooksTests {
  private static let digest = String(repeating: "0123456789abcdef", count: 8)

  private func consent(_ service: StubSignatoryService) -> JSONValue {
    let long = String(repeating: "VeryLongNameWithoutAnySpace", count: 6)
    let hashes = [long, "Contract.pdf"].map { label in
      JSONValue.object(["label": .string(label), "algorithm": .string("sha-512"), "hex": .string(Self.digest)])
    }
    return .object([
      "kind": .string("signature"), "signatory": .object(["name": .string("Erika Mustermann")]),
      "certificate": .object([
        "subject": .string("CN=Erika Mustermann,GIVENNAME=Erika,SURNAME=Mustermann,SERIALNUMBER=PNODE-L01X00T47,C=DE"),
        "issuer": .string("CN=Example CA 7,O=Example Trust Services GmbH,C=DE"),
        "serial": .string(String(repeating: "4f", count: 20)), "validTo": .string("2028-03-31T21:59:59Z"),
      ]), "credentialID": .string("erika-1"), "description": .string("Kaufvertrag mit Anlagen"),
      "client": .object(["name": .string("Vertragsbüro")]), "numSignatures": .integer(2), "hashes": .array(hashes),
      "now": .string("2026-11-21T20:00:00Z"), "expires": .string("2026-11-21T20:04:50Z"), "demo": .bool(true),
      "passkey": service.request,
    ])
  }

  private func with(_ body: (Browser, StubSignatoryService) async throws -> Void) async throws {
    try await StubSignatoryService.serving { service in
      let activation = consent(service)
      service.change { $0.activations["h1"] = activation }
      try await Browser.run { browser in try await body(browser, service) }
    }
  }

  private func open(_ browser: Browser, _ service: StubSignatoryService, _ page: String) async throws {
    try await browser.open("\(service.origin)/signatory/\(page)")
    try await browser.wait(for: "document.querySelector('#confirm, #code').checkVisibility()")
  }

  @Test func `nothing stands out of the page from 320 pixels to a desktop, by day and by night`() async throws {
    try await with { browser, service in
      for (name, page) in [("consent", "consent/h1"), ("enrol", "enrol")] {
        for language in ["en", "de"] {
          for (width, isDark) in [(320, false), (768, true), (1280, false)] as [(Int64, Bool)] {
            try await browser.look(width: width, height: 800, isDark: isDark)
            try await open(browser, service, "\(page)?lang=\(language)")
            guard case .integer(let right) = try await browser.script(Self.rightmost) else {
              Issue.record("no width")
              continue
            }
            #expect(right <= width, "\(name) in \(language) at \(width)")
            try await browser.screenshot("\(name)-\(language)-\(width)\(isDark ? "-dark" : "")")
          }
        }
      }
      #expect(try await browser.complaints() == [])
    }
  }

  @Test func `text stands out from its ground by 4.5 to 1 or more, by day and by night`() async throws {
    try await with { browser, service in
      for isDark in [false, true] {
        for page in ["consent/h1", "enrol"] {
          try await browser.look(width: 1000, height: 800, isDark: isDark)
          try await open(browser, service, page)
          // An error message has colours of its own.
          try await browser.script("document.querySelector('#problem').textContent = 'a problem'")
          let low = try await browser.script(Self.contrast)
          #expect(low == .array([]), "\(page), dark: \(isDark)")
        }
      }
    }
  }

  @Test func `every control has a name, is large enough, and is reached by the Tab key in the order of the page`()
    async throws
  {
    try await with { browser, service in
      try await browser.look(width: 320, height: 800)
      for (page, expected) in [("consent/h1", ["confirm", "refuse"]), ("enrol", ["code", "send-code"])] {
        try await open(browser, service, page)
        #expect(try await browser.script(Self.small) == .array([]))
        var reached: [String] = []
        for _ in 0..<4 {
          try await browser.press("\u{E004}")
          reached.append(
            try await browser.script("return document.activeElement.id || document.activeElement.lang").text ?? "")
        }
        #expect(reached == ["en", "de"] + expected)
      }
    }
  }

  @Test func `headings go down by one, the language is said, and messages are live regions`() async throws {
    try await with { browser, service in
      for (page, language) in [("consent/h1?lang=de", "de"), ("enrol", "en")] {
        try await open(browser, service, page)
        let levels = try await browser.script(
          "return [...document.querySelectorAll('h1, h2, h3')].filter(e => e.checkVisibility()).map(e => Number(e.tagName[1]))"
        )
        let numbers = (levels.elements ?? []).compactMap { level -> Int64? in
          guard case .integer(let number) = level else { return nil }
          return number
        }
        #expect(numbers.first == 1 && zip(numbers, numbers.dropFirst()).allSatisfy { $1 <= $0 + 1 && $1 > 1 })
        #expect(try await browser.script("return document.documentElement.lang") == .string(language))
        #expect(
          try await browser.script("return ['problem', 'status'].map(i => document.getElementById(i).role)")
            == .array([.string("alert"), .string("status")]))
      }
    }
  }

  @Test func `a page that someone else frames stays empty`() async throws {
    try await with { browser, service in
      // A page with no policy of its own that could forbid the frame.
      try await browser.open("\(service.origin)/elsewhere")
      try await Task.sleep(for: .milliseconds(500))
      let calls = service.seen.calls
      #expect(calls.contains("GET /signatory/consent/h1"))
      #expect(!calls.contains { $0.hasPrefix("GET /signatory/assets/") || $0.contains("/v1/") }, "\(calls)")
      // By itself the same page goes on to load what it needs.
      try await open(browser, service, "consent/h1")
      #expect(service.seen.calls.contains("GET /signatory/v1/activations/h1"))
    }
  }

  /// How far to the right anything reaches, text that breaks out of its box included.
  static let rightmost = """
    return Math.max(document.documentElement.scrollWidth, ...[...document.querySelectorAll('body *')]
      .filter(e => e.checkVisibility()).map(e => Math.ceil(e.getBoundingClientRect().right)))
    """

  /// Controls that are too small for a finger, or have no name.
  static let small = """
    return [...document.querySelectorAll('button, input')].filter(e => e.checkVisibility())
      .filter(e => e.getBoundingClientRect().height < 44 || !(e.textContent.trim() || e.labels?.length))
      .map(e => e.id)
    """

  /// Texts whose contrast (WCAG 2.2, 1.4.3) is below 4.5.
  static let contrast = """
    const parse = c => c.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => {
      const part = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const ground = e => {
      for (; e; e = e.parentElement) {
        const c = parse(getComputedStyle(e).backgroundColor);
        if (c.length === 3 || c[3] > 0) return c;
      }
      return [255, 255, 255];
    };
    return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility()
      && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).filter(e => {
        const [a, b] = [light(parse(getComputedStyle(e).color)), light(ground(e))];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
      }).map(e => e.outerHTML.slice(0, 80));
    """
}
