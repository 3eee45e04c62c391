public import Evidence
internal import Foundation
internal import Glibc

/// A headless Chromium, driven by chromedriver (W3C WebDriver), with a virtual authenticator (WebAuthn Level 2, 11).
public final class Browser: Sendable {
  private let driver: ChildProcess
  private let port: UInt16
  private let session: String

  /// Starts a browser with a profile of its own, and ends it after the body, whatever happens there.
  public static func run<Result>(_ body: (Browser) async throws -> Result) async throws -> Result {
    let folder = try FileManager.default.scratch("browser-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let driver = try ChildProcess("chromedriver", ["--port=0"], in: folder)
    var port: UInt16?
    try await driver.until(.seconds(30), "chromedriver names no port") {
      port = driver.output.firstMatch(of: /started successfully on port (\d+)/).flatMap { UInt16($0.output.1) }
      return port != nil
    }
    guard let port else { throw ProcessFailure(description: "chromedriver names no port") }
    let browser = try await Browser(driver, port, profile: folder.appending(path: "profile").path)
    do {
      let result = try await body(browser)
      try await browser.quit()
      return result
    } catch {
      try? await browser.quit()
      throw error
    }
  }

  private init(_ driver: ChildProcess, _ port: UInt16, profile: String) async throws {
    let arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--user-data-dir=\(profile)",
    ]
    let options: JSONValue = .object(["args": .array(arguments.map(JSONValue.string))])
    let capabilities: JSONValue = .object([
      "capabilities": .object([
        "alwaysMatch": .object([
          "goog:chromeOptions": options, "goog:loggingPrefs": .object(["browser": .string("ALL")]),
        ])
      ])
    ])
    let answer = try await Browser.exchange(port, "POST", "/session", capabilities)
    guard let session = answer["sessionId"]?.text else {
      throw ProcessFailure(description: "chromedriver opened no session: \(driver.errors)")
    }
    (self.driver, self.port, self.session) = (driver, port, session)
  }

  private func quit() async throws {
    _ = try await command("DELETE", "")
    driver.send(SIGTERM)
    _ = try await driver.finish(within: .seconds(20))
  }

  // MARK: - Pages

  public func open(_ url: String) async throws {
    _ = try await command("POST", "/url", .object(["url": .string(url)]))
  }

  /// The address that it shows, once it is one like this; it may be one where nobody answers.
  public func address(_ isWanted: (String) -> Bool) async throws -> String {
    for _ in 0..<200 {
      if let url = try await command("GET", "/url").text, isWanted(url) { return url }
      try await Task.sleep(for: .milliseconds(100))
    }
    return try await command("GET", "/url").text ?? ""
  }

  /// What the body of a function gives in the page.
  @discardableResult
  public func script(_ body: String, _ arguments: JSONValue...) async throws -> JSONValue {
    try await command("POST", "/execute/sync", .object(["script": .string(body), "args": .array(arguments)]))
  }

  public func text(_ selector: String) async throws -> String {
    try await script("return document.querySelector(arguments[0])?.textContent ?? ''", .string(selector)).text ?? ""
  }

  /// Waits until an expression is true in the page.
  public func wait(for expression: String, within limit: Duration = .seconds(20)) async throws {
    let end = ContinuousClock.now + limit
    while try await script("return Boolean(\(expression))") != .bool(true) {
      guard ContinuousClock.now < end else {
        let page = try await script("return document.body.innerText").text ?? ""
        throw ProcessFailure(description: "never true: \(expression)\nThe page:\n\(page)")
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// A click as a person makes it: only on what can be seen.
  public func click(_ selector: String) async throws {
    _ = try await command("POST", "/element/\(try await element(selector))/click", .object([:]))
  }

  public func type(_ text: String, into selector: String) async throws {
    _ = try await command(
      "POST", "/element/\(try await element(selector))/value", .object(["text": .string(text)]))
  }

  /// Presses keys wherever the focus is; `\u{E004}` is Tab, `\u{E007}` is Enter (WebDriver, 17.4.2).
  public func press(_ keys: String) async throws {
    let actions = keys.flatMap { key in
      ["keyDown", "keyUp"].map { JSONValue.object(["type": .string($0), "value": .string(String(key))]) }
    }
    let source: JSONValue = .object([
      "type": .string("key"), "id": .string("keyboard"), "actions": .array(actions),
    ])
    _ = try await command("POST", "/actions", .object(["actions": .array([source])]))
  }

  /// What the browser complained of since the last time: scripts that failed, loads that a policy stopped.
  public func complaints() async throws -> [String] {
    let entries = try await command("POST", "/se/log", .object(["type": .string("browser")]))
    return (entries.elements ?? []).compactMap { $0["message"]?.text }
  }

  // MARK: - How it looks

  public func look(width: Int64, height: Int64, isDark: Bool = false) async throws {
    try await tool(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": .integer(width), "height": .integer(height), "deviceScaleFactor": .integer(1), "mobile": .bool(false),
      ])
    let scheme: JSONValue = .object([
      "name": .string("prefers-color-scheme"), "value": .string(isDark ? "dark" : "light"),
    ])
    try await tool("Emulation.setEmulatedMedia", ["features": .array([scheme])])
    try await tool("Emulation.setScrollbarsHidden", ["hidden": .bool(true)])
  }

  /// The whole page, as `.build/screenshots/<name>.png` of the package under test.
  public func screenshot(_ name: String) async throws {
    let answer = try await tool("Page.captureScreenshot", ["captureBeyondViewport": .bool(true)])
    guard let data = answer["data"]?.text.flatMap({ Data(base64Encoded: $0) }) else {
      throw ProcessFailure(description: "no screenshot")
    }
    let folder = URL(filePath: FileManager.default.currentDirectoryPath).appending(path: ".build/screenshots")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try data.write(to: folder.appending(path: "\(name).png"))
  }

  @discardableResult
  private func tool(_ name: String, _ parameters: [String: JSONValue]) async throws -> JSONValue {
    try await command(
      "POST", "/goog/cdp/execute", .object(["cmd": .string(name), "params": .object(parameters)]))
  }

  // MARK: - Authenticators

  /// A platform authenticator that says yes at once; gives its name.
  public func addAuthenticator(isUserVerified: Bool = true, isBackedUp: Bool = false) async throws -> String {
    let answer = try await command(
      "POST", "/webauthn/authenticator",
      .object([
        "protocol": .string("ctap2"), "transport": .string("internal"), "hasResidentKey": .bool(true),
        "hasUserVerification": .bool(true), "isUserConsenting": .bool(true), "isUserVerified": .bool(isUserVerified),
        "defaultBackupEligibility": .bool(isBackedUp), "defaultBackupState": .bool(isBackedUp),
      ]))
    guard let name = answer.text else { throw ProcessFailure(description: "no authenticator") }
    return name
  }

  public func removeAuthenticator(_ name: String) async throws {
    _ = try await command("DELETE", "/webauthn/authenticator/\(name)")
  }

  /// Whether the authenticator finds that it is its owner who touches it.
  public func setUserVerified(_ isVerified: Bool, of authenticator: String) async throws {
    _ = try await command(
      "POST", "/webauthn/authenticator/\(authenticator)/uv", .object(["isUserVerified": .bool(isVerified)]))
  }

  // MARK: - Wire

  private func element(_ selector: String) async throws -> String {
    let answer = try await command(
      "POST", "/element", .object(["using": .string("css selector"), "value": .string(selector)]))
    guard case .object(let members) = answer, let name = members.values.first?.text else {
      throw ProcessFailure(description: "no element \(selector)")
    }
    return name
  }

  private func command(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
    try await Browser.exchange(port, method, "/session/\(session)\(path)", body)
  }

  private static func exchange(
    _ port: UInt16, _ method: String, _ path: String, _ body: JSONValue?
  ) async throws -> JSONValue {
    let content = body?.canonicalBytes() ?? []
    let answer = try await LocalHTTP.exchange(port: port, method: method, path: path, body: content)
    guard let object = try? JSONSerialization.jsonObject(with: Data(answer)) as? [String: Any] else {
      throw ProcessFailure(description: "chromedriver answers no JSON to \(path)")
    }
    let value = LocalHTTP.value(object["value"])
    if let error = value["error"]?.text {
      throw ProcessFailure(description: "\(method) \(path): \(error): \(value["message"]?.text ?? "")")
    }
    return value
  }
}
