internal import Evidence

/// `GET /signatory/consent/{handle}`: the page on which a signatory sees what would be signed, and releases it or not.
struct ServeConsentPage: Endpoint {
  func answer(_ call: Call) async throws(GatewayError) -> Reply { .page(ConsentPage.html(language: call.language)) }
}

/// `GET /signatory/enrol`: the page on which a signatory enrols a passkey.
struct ServeEnrolmentPage: Endpoint {
  func answer(_ call: Call) async throws(GatewayError) -> Reply { .page(EnrolmentPage.html(language: call.language)) }
}

/// `GET /signatory/authenticators`: the page on which signatories look after authenticators of their own.
struct ServeOwnAuthenticatorsPage: Endpoint {
  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    .page(OwnAuthenticatorsPage.html(language: call.language))
  }
}

/// `GET /signatory/assets/{name}`: what the pages are made of.
struct ServePageAsset: Endpoint {
  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    guard let asset = PageAsset.named(call["name"]) else { throw .notFound("no page asset is named \(call["name"])") }
    return .page(asset)
  }
}

extension Call {
  fileprivate var language: PageLanguage {
    PageLanguage.chosen(
      query: message.target.query.first { $0.name == "lang" }?.value, acceptLanguage: message.headers("accept-language")
    )
  }
}

extension Reply {
  fileprivate static func page(_ asset: PageAsset) -> Reply {
    .content(type: asset.contentType, asset.bytes, headers: asset.headers)
  }
}
