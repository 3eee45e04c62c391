internal import Documents

/// How a CA pipeline reaches its gateway. Paths are relative to the folder of the file.
struct ClientSettings {
  /// Such as `https://ca.example:8443`.
  let server: String
  /// PEM file with the CA of the gateway's server certificate.
  let serverCA: String
  /// PEM files of the pipeline's own certificate and key.
  let certificate: String
  let key: String
  /// The issuer's name in the gateway's configuration, and its certificate.
  let issuer: String
  let issuerCertificate: String

  static func shape(folder: String) -> FieldShape<ClientSettings> {
    let file = FieldShape<String>.text("a path") { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" }
    return .object { fields throws(DocumentError) in
      _ = try fields.required("schema", as: .integer(in: 1...1))
      return ClientSettings(
        server: try fields.required("server", as: server),
        serverCA: try fields.required("server-ca", as: file),
        certificate: try fields.required("certificate", as: file),
        key: try fields.required("key", as: file),
        issuer: try fields.required("issuer", as: issuer),
        issuerCertificate: try fields.required("issuer-certificate", as: file))
    }
  }

  private static var server: FieldShape<String> { .text("https://HOST or https://HOST:PORT", address) }

  /// The text, where it is a gateway's address.
  static func address(_ text: String) -> String? {
    let host = text.dropFirst("https://".count)
    return text.hasPrefix("https://") && !host.isEmpty && !host.contains("/") ? text : nil
  }

  /// It stands in addresses.
  private static var issuer: FieldShape<String> {
    .text("letters, digits, - and _") { $0.wholeMatch(of: /[A-Za-z0-9_-]+/) == nil ? nil : $0 }
  }
}
