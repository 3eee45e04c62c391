internal import Documents

/// What a script names, whatever its steps are: every text in it, and every key that must be on a token beforehand.
struct ScriptMentions {
  /// A key that is expected on a token with a certificate over it.
  struct Issuer: Hashable {
    let token: String?
    let label: String
    let certificateFile: String
  }

  private(set) var texts: Set<String> = []
  private(set) var issuers: [Issuer] = []
  /// Files with a security officer's PIN, by the token of the step.
  private(set) var officerPINs: [(token: String?, file: String)] = []
  /// The first subject's country and organisation: an issuer that nobody knows is of the same. Nil where there is none.
  private var found: [String: String]?

  var organization: [String: String] { found ?? ["country": "SE", "organization": "Stand-in"] }

  private var token: String?

  /// The source is that of a script that was read.
  init(_ script: Script) {
    guard let document = try? Document(yaml: script.source) else { return }
    collect(document)
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
      if case .object(let officer)? = members.first(where: { $0.name == "security-officer" })?.value.value,
        let file = officer.text("pin-file")
      {
        officerPINs.append((token, file))
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
