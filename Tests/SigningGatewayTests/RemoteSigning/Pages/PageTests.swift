import Foundation
import Testing

@testable import SigningGateway

@Suite struct PageTests {
  private static let pages = PageLanguage.allCases.flatMap {
    [ConsentPage.html(language: $0), EnrolmentPage.html(language: $0), OwnAuthenticatorsPage.html(language: $0)]
  }
  private static let scripts = [
    PageScripts.common, PageScripts.passkeys, PageScripts.consent, PageScripts.enrol, PageScripts.own,
  ]

  private func text(_ asset: PageAsset) -> String { String(decoding: asset.bytes, as: UTF8.self) }

  @Test func `every text is there in both languages, with the same gaps to fill`() {
    #expect(Set(PageTexts.all.map(\.key)).count == PageTexts.all.count)
    for row in PageTexts.all {
      let texts = PageLanguage.allCases.map { row.text($0) }
      #expect(texts.allSatisfy { !$0.isEmpty }, "\(row.key)")
      let gaps = texts.map { Set($0.matches(of: /\{\w+\}/).map { String($0.output) }) }
      #expect(Set(gaps).count == 1, "\(row.key)")
    }
    #expect(PageTexts.all.contains { $0.english != $0.german })
  }

  @Test func `pages and scripts name texts that exist, and every text is used`() {
    let kinds = ["kind": ["signature", "service"], "one.kind": ["passkey", "certificate", "shared-secret"]]
    let templates = [
      PageTemplate.consent, PageTemplate.enrol, PageTemplate.own,
      "{{consent.title}}{{enrol.title}}{{own.title}}{{page.brand}}",
    ]
    var named = Set(
      (templates + Self.pages.map { text($0) }).flatMap {
        $0.matches(of: /\{\{([\w.]+)\}\}/).map { String($0.output.1) }
      })
    named.formUnion(["page.language", "page.noScript"])
    for script in Self.scripts {
      for match in script.matches(of: /["`]((?:page|consent|enrol|own)\.[\w.]+)(?:\$\{([\w.]+)\})?["`]/) {
        let key = String(match.output.1)
        named.formUnion(match.output.2.map { kinds[String($0)]?.map { key + $0 } ?? [] } ?? [key])
      }
    }
    let known = Set(PageTexts.all.map(\.key))
    #expect(named.subtracting(known) == [])
    #expect(known.subtracting(named) == [])
  }

  @Test func `a page is whole, in its language, and runs nothing that stands in it`() throws {
    for page in Self.pages {
      let html = text(page)
      #expect(!html.contains("{{") && !html.contains("[["))
      #expect(html.hasPrefix("<!doctype html>"))
      #expect(
        html.contains("<html lang=\"\(try #require(page.headers.first { $0.name == "Content-Language" }).value)\">"))
      #expect(html.firstMatch(of: /<script(?![^>]* src=)/) == nil)
      #expect(html.firstMatch(of: /<style| style=| on\w+=|javascript:/) == nil)
      #expect(html.firstMatch(of: /https?:/) == nil)
    }
  }

  @Test func `whatever a page or a script loads is an asset of ours, under an address of ours`() {
    let names = Set(PageAsset.all.map(\.name))
    #expect(names.count == PageAsset.all.count)
    #expect(names.allSatisfy { Route.isName($0) })
    for page in Self.pages {
      let loaded = text(page).matches(of: /(?:src|href)="(?:\.\.\/)?assets\/([^"]*)"/).map { String($0.output.1) }
      #expect(loaded.count == 4)
      #expect(Set(loaded).isSubset(of: names))
    }
    for script in Self.scripts {
      let imported = script.matches(of: /from "\.\/([^"]*)"/).map { String($0.output.1) }
      #expect(Set(imported).isSubset(of: names))
      #expect(script.firstMatch(of: /https?:\/\//) == nil)
    }
    #expect(PageLanguage.allCases.allSatisfy { names.contains("texts-\($0.rawValue)") })
    #expect(PageAsset.named("consent")?.contentType == "text/javascript; charset=utf-8")
    #expect(PageAsset.named("nothing") == nil)
  }

  @Test func `no script makes markup or code out of text`() {
    for script in Self.scripts {
      #expect(
        script.firstMatch(
          of: /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setAttribute\("on/)
          == nil)
    }
  }

  @Test func `the policy forbids all that is not ours, frames included`() {
    for page in Self.pages {
      let headers = Dictionary(page.headers.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
      let policy = headers["Content-Security-Policy"]?.split(separator: ";").map { $0.trimming { $0 == " " } } ?? []
      for directive in [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self'",
        "form-action 'none'", "frame-ancestors 'none'", "base-uri 'none'",
      ] {
        #expect(policy.contains(directive), "\(directive)")
      }
      #expect(!policy.contains { $0.contains("unsafe") })
      #expect(headers["Cache-Control"] == "no-store")
      #expect(headers["Referrer-Policy"] == "no-referrer")
      #expect(headers["X-Content-Type-Options"] == "nosniff")
    }
    for asset in PageAsset.all { #expect(asset.headers.contains(HTTPField("X-Content-Type-Options", "nosniff"))) }
  }

  @Test func `text in a page is escaped`() {
    #expect(PageTemplate.escaped("<a b=\"c\">&amp;") == "&lt;a b=&quot;c&quot;&gt;&amp;amp;")
  }

  @Test(
    arguments: [
      (nil, [], "en"), ("de", [], "de"), ("DE-at", ["en"], "de"), ("fr", ["de"], "de"), ("", ["de"], "de"),
      (nil, ["de"], "de"), (nil, ["de-CH"], "de"), (nil, ["fr, de;q=0.5"], "de"), (nil, ["en;q=0.5, de;q=0.8"], "de"),
      (nil, ["en;q=0.8,de;q=0.8"], "en"), (nil, ["de;q=0"], "en"), (nil, ["de;q=2"], "en"), (nil, ["de;q=x"], "en"),
      (nil, ["en;q=0.1", "de;q=0.125"], "de"), (nil, ["*"], "en"), (nil, [";;;,,,"], "en"),
      (nil, ["de;q=1.0001"], "en"),
    ] as [(String?, [String], String)])
  func `the address chooses the language, then the browser`(query: String?, accept: [String], expected: String) {
    #expect(PageLanguage.chosen(query: query, acceptLanguage: accept).rawValue == expected)
  }
}

extension StringProtocol {
  fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> String {
    String(drop(while: isTrimmed).reversed().drop(while: isTrimmed).reversed())
  }
}
