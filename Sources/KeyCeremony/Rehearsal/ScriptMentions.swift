internal import Documents
internal import TokenPool

/// What a script names, whatever its steps are: every text in it, and every key that must be on a token beforehand.
struct ScriptMentions {
  /// A key that is expected on a token with a certificate over it.
  struct Issuer: Hashable {
    let token: String?
    let label: String
    let certificateFile: String
    /// How a step expects the key to be guarded.
    var protection = KeyProtection.neverExtractable
    /// The script names no certificate of it.
    var isKeyAlone = false
  }

  private(set) var texts: Set<String> = []
  private(set) var issuers: [Issuer] = []
  /// The first subject's country and organisation: an issuer that nobody knows is of the same. Nil where there is none.
  private var found: [String: String]?

  var organization: [String: String] { found ?? ["country": "SE", "organization": "Stand-in"] }

  private var token: String?

  /// The source is that of a script that was read.
  init(_ script: Script) {
    guard let document = try? Document(yaml: script.source) else { return }
    collect(document)
    for step in script.steps { collect(step) }
  }

  /// Keys that a step backs up or destroys were made before.
  private mutating func collect(_ step: any CeremonyStep) {
    switch step {
    case let step as DestroyKey:
      for key in step.keys {
        guard case .certificate(let file) = key.publicKey else { continue }
        let issuer = Issuer(token: step.head.token, label: key.label, certificateFile: file)
        if !issuers.contains(where: { $0.label == key.label }) { issuers.append(issuer) }
      }
    case let step as Backup:
      guard step.givenShares != nil else { return }
      if let index = issuers.firstIndex(where: { $0.label == step.label }) {
        issuers[index].protection = .underTrustedWrapping
      } else {
        issuers.append(
          Issuer(
            token: step.head.token, label: step.label, certificateFile: ".stand-ins/\(step.label).pem",
            protection: .underTrustedWrapping, isKeyAlone: true))
      }
    default: break
    }
  }

  private mutating func collect(_ document: Document) {
    switch document.value {
    case .object(let members):
      let outer = token
      if let own = members.first(where: { $0.name == "token" })?.value.text { token = own }
      if let label = members.text("key-label"), let file = members.text("certificate") {
        let issuer = Issuer(token: token, label: label, certificateFile: file)
        if !issuers.contains(issuer) { issuers.append(issuer) }
      }
      if found == nil, let country = members.text("country") {
        var organization = ["country": country]
        for name in ["organization", "organization-identifier"] { organization[name] = members.text(name) }
        found = organization
      }
      for member in members { collect(member.value) }
      token = outer
    case .array(let elements): for element in elements { collect(element) }
    case .string(let text), .plain(let text): texts.insert(text)
    default: break
    }
  }
}

extension Document {
  fileprivate var text: String? {
    switch value {
    case .string(let text), .plain(let text): text
    default: nil
    }
  }
}

extension [Document.Member] {
  fileprivate func text(_ name: String) -> String? { first { $0.name == name }?.value.text }
}
