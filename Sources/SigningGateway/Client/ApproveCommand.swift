internal import CommandLineTools
internal import Evidence

/// `signing-gateway approve`: an operator approves the digest of a change.
struct ApproveCommand: ClientCommand {
  let screen: Screen

  func run(_ arguments: Arguments) throws(ClientError) {
    let name = arguments["--subject"] ?? ChangeSubject.configuration.rawValue
    guard let subject = ChangeSubject(rawValue: name) else {
      let known = ChangeSubject.allCases.map(\.rawValue).joined(separator: ", ")
      throw .usage(arguments.misuse("--subject \(name) is unknown; known are \(known)"))
    }
    guard let digest = Digest(sha256: try CertificateOrder.required("--digest", arguments)) else {
      throw .usage(arguments.misuse("--digest takes the 64 hexadecimal digits of a SHA-256"))
    }
    let answer = try GatewayConnection(arguments).post(
      "/operator/v1/approvals", .object(["subject": .string(subject.rawValue), "digest": .string(digest.hex)]))
    if arguments.has("--json") { screen.print(answer) } else { ApprovalText.lines(answer).forEach(screen.say) }
  }

  static let verb = Verb(
    name: "approve", summary: "approve a change, as one of two operators",
    options: GatewayConnection.options + [
      Option("--digest", "HEX", "the digest of what you reviewed; see check-config"),
      Option("--subject", "NAME", "configuration (the default), devices or store"),
      .json,
    ],
    description: """
      Records at a running gateway that you, the operator of the client certificate, approve
      what has this digest, and prints who approved it so far. It takes effect with the
      approval of a second operator: at once where the gateway waits for it, or else when
      a gateway starts with it. Operators of the configuration in effect decide on the next.
      Compute the digest of a configuration yourself, with 'check-config' on your own copy
      of the files. Exit code 1: you are no operator there. 0: your approval is on record,
      in effect or not.
      """)
}

/// `signing-gateway approvals`: what is in effect, and what waits.
struct ApprovalsCommand: ClientCommand {
  let screen: Screen

  func run(_ arguments: Arguments) throws(ClientError) {
    let answer = try GatewayConnection(arguments).get("/operator/v1/approvals")
    if arguments.has("--json") { screen.print(answer) } else { show(answer) }
  }

  private func show(_ answer: JSONValue) {
    screen.say("operators     \(ApprovalText.names(answer["operators"]))")
    for subject in answer["subjects"]?.elements ?? [] {
      let open = subject["open"]?.elements ?? []
      let inEffect = subject["inEffect"].flatMap { $0["digest"] == nil ? nil : $0 }
      for change in [inEffect].compactMap({ $0 }) + open { ApprovalText.lines(change).forEach(screen.say) }
      if inEffect == nil, open.isEmpty { screen.say("\(ApprovalText.text(subject["subject"])): nothing yet") }
    }
  }

  static let verb = Verb(
    name: "approvals", summary: "list what is in effect and what waits for operators",
    options: GatewayConnection.options + [.json],
    description: """
      Asks a running gateway, as one of its operators, which configuration and which import
      of devices is in effect, who approved it and since when, and which digests wait for
      another operator. Exit code 1: you are no operator there.
      """)
}

/// How one digest stands, as people read it.
enum ApprovalText {
  static func lines(_ change: JSONValue) -> [String] {
    let approvers = names(change["approvedBy"])
    return [
      "\(text(change["subject"])) \(text(change["digest"]))",
      "  approved by \(approvers.isEmpty ? "nobody" : approvers)",
      "  \(state(change))",
    ]
  }

  private static func state(_ change: JSONValue) -> String {
    if change["inEffect"] == .bool(true) { return "in effect since \(text(change["since"]))" }
    guard case .integer(let needed)? = change["needed"] else { return "not in effect" }
    let missing = max(0, needed.subtractingReportingOverflow(Int64(change["approvedBy"]?.elements?.count ?? 0)).0)
    if missing > 0 { return "not in effect: waits for \(missing) more" }
    return change["subject"]?.text == ChangeSubject.devices.rawValue
      ? "approved: takes effect when it is imported" : "approved: takes effect when the gateway starts with it"
  }

  static func names(_ list: JSONValue?) -> String { (list?.elements ?? []).map { text($0) }.joined(separator: ", ") }

  /// The gateway's words, for a terminal.
  static func text(_ value: JSONValue?) -> String { Printable.text(value?.text ?? "?") }
}
