internal import CommandLineTools
internal import Documents
internal import Evidence

/// A gateway as the command line names it, with the client certificate to show there. Each call blocks until the gateway
/// has answered.
struct GatewayConnection {
  private let http: HTTPClient
  private let server: String

  /// The options that name it.
  static let options = [
    Option("--gateway", "URL", "the gateway's address, https://HOST:PORT"),
    Option("--ca", "FILE", "PEM, the CA of the gateway's server certificate"),
    Option("--cert", "FILE", "PEM, your own client certificate"),
    Option("--key", "FILE", "PEM, its private key"),
  ]

  init(_ arguments: Arguments) throws(ClientError) {
    let name = try CertificateOrder.required("--gateway", arguments)
    guard let server = ClientSettings.address(name) else {
      throw .usage(arguments.misuse("--gateway takes https://HOST or https://HOST:PORT"))
    }
    self.server = server
    let serverCA = try CertificateOrder.required("--ca", arguments)
    let identity = HTTPClient.Identity(
      certificateChain: try CertificateOrder.required("--cert", arguments),
      privateKey: try CertificateOrder.required("--key", arguments))
    do { http = try HTTPClient(serverCA: serverCA, identity: identity) } catch {
      throw .notReached(reason: error.description, serial: nil)
    }
  }

  func get(_ path: String) throws(ClientError) -> JSONValue {
    let response: HTTPResponse
    do { response = try http.get(server + path) } catch { throw .notReached(reason: error.description, serial: nil) }
    return try GatewayClient.read(response, success: [200])
  }

  func post(_ path: String, _ body: JSONValue) throws(ClientError) -> JSONValue {
    let response: HTTPResponse
    do { response = try http.post(server + path, json: body.canonicalBytes()) } catch {
      throw .notReached(reason: error.description, serial: nil)
    }
    return try GatewayClient.read(response, success: [200, 201, 202])
  }
}
