internal import Documents

/// A token that a ceremony works on.
struct TokenChoice: Sendable {
  enum PINSource: Sendable, Hashable {
    /// A file of mode 0600.
    case file(String)
    /// The terminal, without echo.
    case prompt
  }

  /// How steps refer to it.
  let id: String
  /// Absolute path of the PKCS#11 module: it is code that this process will run.
  let module: String
  /// RFC 7512; it must fit exactly one token.
  let uri: String
  let pin: PINSource

  init(id: String, module: String, uri: String, pin: PINSource) {
    (self.id, self.module, self.uri, self.pin) = (id, module, uri, pin)
  }

  init(id: String, _ fields: inout Fields) throws(DocumentError) {
    self.id = id
    module = try fields.required("module", as: .absolutePath)
    uri = try fields.required("uri", as: .text("a PKCS#11 URI such as pkcs11:token=name", TokenChoice.tokenURI))
    let file = try fields.optional("pin-file", as: .line)
    let prompt = try fields.optional("prompt", as: .bool) ?? false
    switch (file, prompt) {
    case (let file?, false): pin = .file(file)
    case (nil, true): pin = .prompt
    case (_?, true): throw fields.error("prompt", "does not apply beside pin-file")
    case (nil, false): throw fields.error("pin-file", "missing; name a file, or write 'prompt: true'")
    }
  }

  static func tokenURI(_ text: String) -> String? {
    text.hasPrefix("pkcs11:") && !text.contains("pin-") ? text : nil
  }
}
