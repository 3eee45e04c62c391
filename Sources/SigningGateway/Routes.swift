/// Everything that can be asked, by listener.
enum Routes {
  static func all(_ gateway: Gateway) -> [String: [Route]] {
    [
      // What is to answer before the configuration is approved stands apart; everything else waits for it.
      ListenerSettings.mtlsName: beforeApproval(gateway)
        + [
          Route("POST", "/ca/v1/issuers/{issuer}/certificates", IssueCertificate(gateway: gateway)),
          Route("POST", "/ca/v1/issuers/{issuer}/certificates:evaluate", EvaluateCertificate(gateway: gateway)),
          Route("POST", "/ca/v1/issuers/{issuer}/serials", ReserveSerials(gateway: gateway)),
          Route("POST", "/ca/v1/issuers/{issuer}/nonces", IssueNonce(gateway: gateway)),
          Route("POST", "/ca/v1/issuers/{issuer}/tpm-credentials", IssueTPMCredential(gateway: gateway)),
          Route("POST", "/ca/v1/issuers/{issuer}/revocations", ReportRevocation(gateway: gateway)),
          Route("POST", "/ca/v1/tokens/{token}/attestations", AttestKey(gateway: gateway)),
          Route("POST", "/ca/v1/decisions/{id}/acceptance", RecordAcceptance(gateway: gateway)),
          Route("GET", "/ca/v1/decisions/{id}", ReadDecision(gateway: gateway)),
          Route("GET", "/ca/v1/decisions", FindDecision(gateway: gateway)),
          Route("GET", "/operator/v1/devices", ListDevices(gateway: gateway)),
          Route("POST", "/operator/v1/devices/imports", ImportDevices(gateway: gateway)),
          Route("POST", "/operator/v1/devices/reappraise", ReappraiseKeys(gateway: gateway)),
          Route("GET", "/operator/v1/devices/reappraise", ReportReappraisal(gateway: gateway)),
          Route("GET", "/operator/v1/devices/{id}", ShowDevice(gateway: gateway)),
        ].map { $0.whileInEffect(gateway) }
        + RemoteRoutes.mtls(gateway).map { $0.whileStoreIsFresh(gateway).whileInEffect(gateway) },
      ListenerSettings.publicName: RemoteRoutes.open(gateway).map {
        $0.whileStoreIsFresh(gateway).whileInEffect(gateway)
      },
      ListenerSettings.healthName: [
        Route("GET", "/healthz", ReportAlive()),
        Route("GET", "/readyz", ReportReady(gateway: gateway)),
        Route("GET", "/metrics", ReportMetrics(gateway: gateway)),
      ],
    ]
  }

  private static func beforeApproval(_ gateway: Gateway) -> [Route] {
    [
      Route("POST", "/operator/v1/approvals", ApproveChange(gateway: gateway)),
      Route("GET", "/operator/v1/approvals", ListApprovals(gateway: gateway)),
      // Deadlines run whatever waits for approval.
      Route("GET", "/operator/v1/devices/work", ListDeviceWork(gateway: gateway)),
    ]
  }
}

extension Route {
  fileprivate func whileInEffect(_ gateway: Gateway) -> Route {
    Route(method, pattern, WhileInEffect(gateway: gateway, endpoint: endpoint), takes: body)
  }

  /// Methods of CSC refuse by themselves, in their own words.
  fileprivate func whileStoreIsFresh(_ gateway: Gateway) -> Route {
    guard !(endpoint is any CSCMethod), let storeGuard = gateway.remote?.storeGuard else { return self }
    return Route(method, pattern, WhileStoreIsFresh(storeGuard: storeGuard, endpoint: endpoint), takes: body)
  }
}
