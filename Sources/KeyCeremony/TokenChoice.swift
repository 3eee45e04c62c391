internal import Documents

/// A token that a ceremony works on.
struct TokenChoice: Sendable {
  /// How steps refer to it.
  let id: String
  /// Absolute path of the PKCS#11 module: it is code that this process will run.
  let module: String
  /// RFC 7512; it must fit exactly one token.
  let uri: String
  let pin: PINChoice

  init(id: String, module: String, uri: String, pin: PINChoice) {
    (self.id, self.module, self.uri, self.pin) = (id, module, uri, pin)
  }

  init(id: String, _ fields: inout Fields) throws(DocumentError) {
    self.id = id
    module = try fields.required("module", as: .absolutePath)
    uri = try fields.required("uri", as: .text("a PKCS#11 URI such as pkcs11:token=name", TokenChoice.tokenURI))
    pin = try PINChoice(&fields)
  }

  static func tokenURI(_ text: String) -> String? {
    text.hasPrefix("pkcs11:") && !text.contains("pin-") ? text : nil
  }
}
