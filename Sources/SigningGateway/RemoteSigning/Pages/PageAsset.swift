/// A page or a part of one, ready to be sent with status 200.
public struct PageAsset: Sendable, Hashable {
  /// The last part of its address; it has no dots, which addresses of ours do not take.
  public let name: String
  public let contentType: String
  public let bytes: [UInt8]
  /// All but Content-Type.
  public let headers: [HTTPField]

  init(_ name: String, _ contentType: String, _ text: String, headers: [HTTPField]) {
    self.name = name
    self.contentType = contentType
    bytes = Array(text.utf8)
    self.headers = headers
  }
}

extension HTTPField: Hashable {
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(value)
  }
}

extension PageAsset {
  /// For `GET /signatory/assets/{name}`.
  public static func named(_ name: String) -> PageAsset? { all.first { $0.name == name } }

  /// Everything that the pages load; nothing comes from elsewhere.
  public static let all: [PageAsset] =
    [
      script("common", PageScripts.common), script("passkeys", PageScripts.passkeys),
      script("consent", PageScripts.consent), script("enrol", PageScripts.enrol),
      script("own", PageScripts.own),
      PageAsset("style", "text/css; charset=utf-8", PageStyle.sheet, headers: assetHeaders),
      PageAsset("icon", "image/svg+xml", PageStyle.icon, headers: assetHeaders),
    ] + PageLanguage.allCases.map { script("texts-\($0.rawValue)", PageTexts.module($0)) }

  private static func script(_ name: String, _ text: String) -> PageAsset {
    PageAsset(name, "text/javascript; charset=utf-8", text, headers: assetHeaders)
  }

  /// Scripts and pages of two versions must not meet: a browser asks each time.
  private static let assetHeaders = [
    HTTPField("Cache-Control", "no-cache"), HTTPField("X-Content-Type-Options", "nosniff"),
    HTTPField("Cross-Origin-Resource-Policy", "same-origin"),
  ]

  /// Nothing but our own scripts and styles runs, no form leaves, and no other page may frame this one.
  static let contentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'none'; "
    + "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

  /// A page's address holds what authorises it: it is neither stored nor told to the next site.
  static func page(_ name: String, _ html: String, _ language: PageLanguage) -> PageAsset {
    PageAsset(
      name, "text/html; charset=utf-8", html,
      headers: [
        HTTPField("Content-Language", language.rawValue), HTTPField("Vary", "Accept-Language"),
        HTTPField("Cache-Control", "no-store"), HTTPField("Content-Security-Policy", contentSecurityPolicy),
        HTTPField("X-Content-Type-Options", "nosniff"), HTTPField("X-Frame-Options", "DENY"),
        HTTPField("Referrer-Policy", "no-referrer"), HTTPField("Cross-Origin-Opener-Policy", "same-origin"),
        HTTPField("Cross-Origin-Resource-Policy", "same-origin"),
        HTTPField(
          "Permissions-Policy",
          "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), "
            + "geolocation=(), payment=(), usb=()"),
      ])
  }
}
