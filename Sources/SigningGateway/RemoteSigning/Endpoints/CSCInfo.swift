internal import CSC
internal import Evidence

/// `info`: what the service is and can do. Without authorization, by GET and by POST.
struct CSCInfo: Endpoint {
  let remote: RemoteSigning
  let dialect: Dialect

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    if call.message.method == "POST" {
      do { _ = try InfoRequest(call.message.body, dialect: dialect) } catch {
        return .csc(error)
      }
    }
    return .found(CSCInfo.info(remote.settings).answer(dialect))
  }

  /// Methods that answer anything but 501.
  static let methods = [
    "credentials/list", "credentials/info", "credentials/authorize", "credentials/authorizeCheck",
    "credentials/extendTransaction", "credentials/getChallenge",
    "signatures/signHash", "signatures/signPolling", "oauth2/authorize", "oauth2/pushed_authorize", "oauth2/token",
    "oauth2/revoke",
  ]

  private static func info(_ settings: RemoteSigningSettings) -> ServiceInfo {
    ServiceInfo(
      name: settings.name, logo: settings.logo, region: settings.region, language: settings.language,
      description: settings.description, authTypes: [.oauth2code, .oauth2client, .tls], oauth2Issuer: settings.origin,
      oauth2Base: settings.origin + "/", supportsRAR: true, asynchronous: true,
      methods: methods + (settings.timestamp == nil ? [] : [CSCTimestamp.method]),
      algorithms: SignAlgorithm.allCases, specs: settings.edition)
  }
}
