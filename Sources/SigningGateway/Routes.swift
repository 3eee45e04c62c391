/// Everything that can be asked, by listener.
enum Routes {
  static func all(_ gateway: Gateway) -> [String: [Route]] {
    [
      ListenerSettings.mtlsName: [
        Route("POST", "/ca/v1/issuers/{issuer}/certificates", IssueCertificate(gateway: gateway)),
        Route("POST", "/ca/v1/issuers/{issuer}/certificates:evaluate", EvaluateCertificate(gateway: gateway)),
        Route("POST", "/ca/v1/issuers/{issuer}/serials", ReserveSerials(gateway: gateway)),
        Route("POST", "/ca/v1/issuers/{issuer}/revocations", ReportRevocation(gateway: gateway)),
        Route("POST", "/ca/v1/decisions/{id}/acceptance", RecordAcceptance(gateway: gateway)),
        Route("GET", "/ca/v1/decisions/{id}", ReadDecision(gateway: gateway)),
        Route("GET", "/ca/v1/decisions", FindDecision(gateway: gateway)),
      ],
      ListenerSettings.healthName: [
        Route("GET", "/healthz", ReportAlive()),
        Route("GET", "/readyz", ReportReady(gateway: gateway)),
        Route("GET", "/metrics", ReportMetrics(gateway: gateway)),
      ],
    ]
  }
}
