internal import Evidence

extension RemoteSigning {
  /// Where the browser goes after the signatory answered; nil where the client asks for the outcome itself.
  func redirect(after handle: String) async throws(GatewayError) -> String? { nil }
}
